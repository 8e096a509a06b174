import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IPAddress } from './ip-address.ts';
import { Netmask } from './netmask.ts';

const parsed: [text: string, expected: string | undefined][] = [
  ['192.0.2.0/24', '192.0.2.0/24'],
  ['192.0.2.77/25', '192.0.2.0/25'],
  ['192.0.2.200/31', '192.0.2.200/31'],
  ['192.0.2.1', '192.0.2.1/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:db8::1/32', '2001:db8::/32'],
  ['2001:db8::1', '2001:db8::1/128'],
  ['::ffff:192.0.2.9/120', '192.0.2.0/24'],
  ['::ffff:192.0.2.9/80', '::/80'],
  ['192.0.2.0/33', undefined],
  ['2001:db8::/129', undefined],
  ['192.0.2.0/', undefined],
  ['192.0.2.0/024', undefined],
  ['192.0.2/24', undefined],
  ['fe80::1%eth0/64', undefined],
];
for (const [text, expected] of parsed) {
  test(`netmask ${text}: ${expected}`, () => assert.equal(Netmask.parse(text)?.toString(), expected));
}

const contained: [mask: string, ip: string, expected: boolean][] = [
  ['192.0.2.0/24', '192.0.2.255', true],
  ['192.0.2.0/24', '192.0.3.0', false],
  ['192.0.2.128/25', '192.0.2.127', false],
  ['192.0.2.128/25', '::ffff:192.0.2.129', true],
  ['0.0.0.0/0', '203.0.113.1', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['::/0', '2001:db8::1', true],
  ['2001:db8:8000::/33', '2001:db8:7fff::1', false],
  ['2001:db8:8000::/33', '2001:db8:8000::1', true],
];
for (const [mask, ip, expected] of contained) {
  test(`${mask} ${expected ? 'contains' : 'does not contain'} ${ip}`, () => {
    assert.equal(Netmask.parse(mask)!.contains(IPAddress.parse(ip)!), expected);
  });
}

test('a prefix length beyond the family is a bug of the caller', () => {
  assert.throws(() => Netmask.of(IPAddress.anyV4, 33), RangeError);
});
