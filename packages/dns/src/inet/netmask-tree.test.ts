import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seededRandom } from '@span53/testkit';
import * as fc from 'fast-check';
import { IPAddress } from './ip-address.ts';
import { Netmask } from './netmask.ts';
import { NetmaskTree } from './netmask-tree.ts';

function tree(...texts: string[]): NetmaskTree<string> {
  const built = new NetmaskTree<string>();
  for (const text of texts) built.set(Netmask.parse(text)!, text);
  return built;
}

const prefixes = [
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.1.0.0/16',
  '10.1.2.0/24',
  '10.1.2.3',
  '2001:db8::/32',
  '2001:db8:1::/48',
];
const lookups: [ip: string, expected: string | undefined][] = [
  ['192.0.2.1', '0.0.0.0/0'],
  ['10.200.0.1', '10.0.0.0/8'],
  ['10.1.200.1', '10.1.0.0/16'],
  ['10.1.2.4', '10.1.2.0/24'],
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:2::1', '2001:db8::/32'],
  ['2001:db8:1::1', '2001:db8:1::/48'],
  ['2001:db9::1', undefined],
];
for (const [ip, expected] of lookups) {
  test(`longest match of ${ip} is ${expected}`, () => {
    assert.equal(tree(...prefixes).lookup(IPAddress.parse(ip)!), expected);
  });
}

test('an empty tree has no match, and a deleted prefix gives way to the shorter one', () => {
  const built = new NetmaskTree<number>();
  assert.equal(built.lookup(IPAddress.parse('192.0.2.1')!), undefined);
  const wide = Netmask.parse('192.0.0.0/16')!;
  const narrow = Netmask.parse('192.0.2.0/24')!;
  built.set(wide, 1);
  built.set(narrow, 2);
  assert.equal(built.delete(narrow), true);
  assert.equal(built.delete(narrow), false);
  assert.equal(built.lookup(IPAddress.parse('192.0.2.1')!), 1);
  assert.equal(built.longestMatch(IPAddress.parse('::ffff:192.0.2.1')!), wide);
  assert.equal(built.longestMatch(IPAddress.parse('2001:db8::1')!), undefined);
  assert.equal(built.size, 1);
});

const v4 = fc.tuple(fc.constantFrom(0, 10, 192), fc.constantFrom(0, 128, 255), fc.nat(3), fc.nat(255));
const v6 = fc.tuple(fc.constantFrom(0x20, 0x21), fc.nat(1), fc.nat(2), fc.nat(255)).map((head) =>
  head.concat(
    Array.from({ length: 11 }, () => 0),
    1,
  ),
);
const mapped = v4.map((octets) => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff].concat(octets));
const address = fc.oneof(v4, v6, mapped).map((octets) => IPAddress.fromOctets(Uint8Array.from(octets)));
const mask = fc.tuple(address, fc.nat(128)).map(([ip, bits]) => Netmask.of(ip, Math.min(bits, ip.octets.length * 8)));
const change = fc.record({ mask, value: fc.option(fc.nat(99), { nil: undefined }) });

for (const [minLength, numRuns] of [
  [0, 400],
  [60, 100],
  [400, 20],
] as const) {
  test(`after ${minLength} changes and more a lookup, get and size equal those of a plain list`, () => {
    const made = fc.array(change, { minLength, maxLength: 2 * minLength + 60, size: 'max' });
    fc.assert(
      fc.property(made, fc.array(address, { maxLength: 20 }), (changes, ips) => {
        const built = new NetmaskTree<number>();
        const list = new Map<string, { mask: Netmask; value: number }>();
        const compare = (ip: IPAddress): void => {
          const matches = [...list.values()].filter((entry) => entry.mask.contains(ip));
          const best = matches.toSorted((a, b) => b.mask.bits - a.mask.bits)[0];
          assert.equal(built.lookup(ip), best?.value, `${ip}`);
          assert.equal(built.longestMatch(ip)?.key, best?.mask.key, `${ip}`);
        };
        for (const { mask: prefix, value } of changes) {
          if (value === undefined) assert.equal(built.delete(prefix), list.delete(prefix.key));
          else {
            built.set(prefix, value);
            list.set(prefix.key, { mask: prefix, value });
          }
          compare(prefix.address);
        }
        assert.equal(built.size, list.size);
        const plain = new Map([...list].map(([key, { value }]) => [key, value]));
        assert.deepEqual(new Map([...built].map(([prefix, value]) => [prefix.key, value])), plain);
        for (const { mask: prefix } of changes) assert.equal(built.get(prefix), list.get(prefix.key)?.value);
        for (const ip of ips) compare(ip);
      }),
      { numRuns },
    );
  });
}

test('so do many prefixes, which are indexed another way', () => {
  const noise = Array.from({ length: 1500 }, (_, i) => [
    Netmask.of(IPAddress.fromWord((172 << 24) | (i << 8)), 24),
    Netmask.of(
      IPAddress.fromOctets(Uint8Array.from([0x3f, i >> 8, i & 0xff, 0].concat(Array.from({ length: 12 }, () => 1)))),
      32,
    ),
  ]).flat();
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), fc.array(address, { maxLength: 40 }), (changes, ips) => {
      const built = new NetmaskTree<number>();
      const list = new Map<string, { mask: Netmask; value: number }>();
      for (const prefix of noise) built.set(prefix, -1);
      for (const { mask: prefix, value } of changes) {
        if (value === undefined) assert.equal(built.delete(prefix), list.delete(prefix.key));
        else {
          built.set(prefix, value);
          list.set(prefix.key, { mask: prefix, value });
        }
      }
      for (const ip of ips) {
        const matches = [...list.values()].filter((entry) => entry.mask.contains(ip));
        const best = matches.toSorted((a, b) => b.mask.bits - a.mask.bits)[0];
        assert.equal(built.lookup(ip), best?.value, `${ip}`);
      }
      for (const prefix of noise) assert.equal(built.delete(prefix), true);
      for (const entry of list.values()) assert.equal(built.get(entry.mask), entry.value);
      assert.equal(built.size, list.size);
    }),
    { numRuns: 150 },
  );
});

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('adding and removing distinct prefixes reuses what was freed', () => {
  const built = new NetmaskTree<number>();
  for (let i = 0; i < 2000; i += 1) built.set(Netmask.of(IPAddress.fromWord((172 << 24) | (i << 8)), 24), i);
  const before = heapInUse();
  for (let i = 0; i < 200_000; i += 1) {
    const prefix = Netmask.of(IPAddress.fromWord((10 << 24) | (i << 5) | 1), 32);
    built.set(prefix, i);
    if (!built.delete(prefix)) assert.fail(`${prefix}`);
  }
  const grown = heapInUse() - before;
  assert.ok(grown < 1 << 20, `${grown} octets`);
  assert.equal(built.size, 2000);
  assert.equal(built.lookup(IPAddress.parse('10.0.0.1')!), undefined);
});

test('very many IPv6 prefixes, long and short, are found in the larger index too', () => {
  const built = new NetmaskTree<number>();
  const prefix = (i: number, bits: number): Netmask => {
    const octets = Uint8Array.from({ length: 16 }, (_, at) => [0x20, i >> 16, i >> 8, i][at] ?? 1);
    return Netmask.of(IPAddress.fromOctets(octets), bits);
  };
  built.set(prefix(0x01_0000, 16), -16);
  for (let i = 0; i < 140_000; i += 1) built.set(prefix(i, 48), i);
  for (let i = 0; i < 140_000; i += 997) assert.equal(built.lookup(prefix(i, 128).address), i);
  assert.equal(built.delete(prefix(0x01_0203, 48)), true);
  assert.equal(built.lookup(prefix(0x01_0203, 128).address), -16);
  assert.equal(built.lookup(prefix(0x0f_0000, 128).address), undefined);
});

/** The first `bits` (52 at most) of an address as a number. */
function firstBits({ word, word1 }: IPAddress, bits: number): number {
  const all = (word >>> 0) * 2 ** 20 + (word1 >>> 12);
  return Math.floor(all / 2 ** (52 - bits));
}

test('longest match over a million prefixes agrees with a table for each length', () => {
  const random = seededRandom(53);
  const made: Record<4 | 6, () => IPAddress> = {
    4: () => IPAddress.fromWord(random() * 2 ** 32),
    6: () => IPAddress.fromOctets(Uint8Array.from({ length: 16 }, (_, at) => (at === 0 ? 0x20 : random() * 256))),
  };
  const built = new NetmaskTree<number>();
  const plain = { 4: [] as Map<number, number>[], 6: [] as Map<number, number>[] };
  for (let i = 0; i < 1_000_000; i += 1) {
    const family = i % 2 === 0 ? 4 : 6;
    const bits = family === 4 ? 12 + Math.floor(random() * 21) : 16 + Math.floor(random() * 37);
    const prefix = Netmask.of(made[family](), bits);
    built.set(prefix, i);
    (plain[family][bits] ??= new Map()).set(firstBits(prefix.address, bits), i);
  }
  for (let i = 0; i < 50_000; i += 1) {
    const ip = made[i % 2 === 0 ? 4 : 6]();
    let found: number | undefined;
    for (let bits = 52; bits > 0 && found === undefined; bits -= 1) {
      found = plain[ip.family][bits]?.get(firstBits(ip, bits));
    }
    assert.equal(built.lookup(ip), found, `${ip}`);
  }
});
