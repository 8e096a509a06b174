import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IPAddress } from './ip-address.ts';
import { SocketAddress } from './socket-address.ts';

const cases: [text: string, defaultPort: number | undefined, expected: string | undefined][] = [
  ['192.0.2.1:53', undefined, '192.0.2.1:53'],
  ['192.0.2.1', undefined, undefined],
  ['192.0.2.1', 53, '192.0.2.1:53'],
  ['192.0.2.1:0', 53, '192.0.2.1:0'],
  ['[2001:db8::1]:5353', undefined, '[2001:db8::1]:5353'],
  ['[2001:db8::1]', 53, '[2001:db8::1]:53'],
  ['2001:db8::1', 53, '[2001:db8::1]:53'],
  ['2001:db8::1', undefined, undefined],
  ['[fe80::1%eth0]:53', undefined, '[fe80::1%eth0]:53'],
  ['fe80::1%eth0', 53, '[fe80::1%eth0]:53'],
  ['fe80::1%eth0:53', 53, undefined],
  ['[::ffff:192.0.2.1]:53', undefined, '[::ffff:192.0.2.1]:53'],
  ['[192.0.2.1]:53', undefined, undefined],
  ['192.0.2.1:65536', undefined, undefined],
  ['192.0.2.1:', 53, undefined],
  ['192.0.2.1:053', undefined, undefined],
  ['[2001:db8::1]53', undefined, undefined],
  ['[2001:db8::1', 53, undefined],
  ['[2001:db8::1]:', 53, undefined],
  ['', 53, undefined],
];
for (const [text, defaultPort, expected] of cases) {
  test(`"${text}", default port ${defaultPort}: ${expected}`, () => {
    assert.equal(SocketAddress.parse(text, defaultPort)?.toString(), expected);
  });
}

test('the key tells address and port apart', () => {
  const a = SocketAddress.parse('192.0.2.1:53')!;
  assert.equal(a.equals(SocketAddress.parse('192.0.2.1:53')!), true);
  assert.equal(a.key, SocketAddress.parse('192.0.2.1:53')!.key);
  assert.equal(a.equals(SocketAddress.parse('192.0.2.1:54')!), false);
  assert.notEqual(a.key, SocketAddress.parse('192.0.2.1:54')!.key);
});

test('a port outside 0..65535 is a bug of the caller', () => {
  assert.throws(() => new SocketAddress(IPAddress.anyV4, 65_536), RangeError);
});
