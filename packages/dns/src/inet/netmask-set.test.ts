import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IPAddress } from './ip-address.ts';
import { Netmask } from './netmask.ts';
import { NetmaskSet } from './netmask-set.ts';

function parse(...texts: string[]): NetmaskSet {
  const set = NetmaskSet.parse(texts);
  assert.ok(set instanceof NetmaskSet);
  return set;
}

const cases: [texts: string[], ip: string, expected: boolean][] = [
  [[], '192.0.2.1', false],
  [['192.0.2.0/24'], '192.0.2.1', true],
  [['192.0.2.0/24'], '::ffff:192.0.2.1', true],
  [['192.0.2.0/24', '!192.0.2.128/25'], '192.0.2.129', false],
  [['192.0.2.0/24', '!192.0.2.128/25'], '192.0.2.127', true],
  [['!192.0.2.128/25', '192.0.2.0/24'], '192.0.2.129', false],
  [['192.0.2.0/24', '!192.0.2.128/25', '192.0.2.200'], '192.0.2.200', true],
  [['::/0', '!2001:db8::/32'], '2001:db8::1', false],
  [['::/0', '! 2001:db8::/32'], '2001:db9::1', true],
  [['0.0.0.0/0'], '2001:db8::1', false],
];
for (const [texts, ip, expected] of cases) {
  test(`[${texts.join(', ')}] ${expected ? 'matches' : 'does not match'} ${ip}`, () => {
    assert.equal(parse(...texts).matches(IPAddress.parse(ip)!), expected);
  });
}

test('the first text that is no prefix is reported', () => {
  assert.deepEqual(NetmaskSet.parse(['192.0.2.0/24', '!192.0.2.300', 'x']), { invalid: '!192.0.2.300' });
});

test('toString gives texts that parse again', () => {
  const texts = ['192.0.2.0/24', '!192.0.2.128/25'];
  assert.equal(
    parse(
      ...parse(...texts)
        .toString()
        .split(', '),
    ).toString(),
    '192.0.2.0/24, !192.0.2.128/25',
  );
});

test('a prefix is in the set until it is deleted', () => {
  const set = parse('192.0.2.0/24', '!192.0.2.128/25');
  const excluded = Netmask.parse('192.0.2.128/25')!;
  assert.equal(set.size, 2);
  assert.equal(set.delete(excluded), true);
  assert.equal(set.delete(excluded), false);
  assert.equal(set.size, 1);
  assert.equal(set.matches(IPAddress.parse('192.0.2.200')!), true);
});
