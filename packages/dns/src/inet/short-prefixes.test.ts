import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { IPAddress } from './ip-address.ts';
import { Netmask } from './netmask.ts';
import { ShortPrefixes } from './short-prefixes.ts';
import { StrideTrie } from './stride-trie.ts';

const PAYLOAD_MOST = 2 ** 24 - 1;

/** Tables come soon, and their nodes too. */
const soon = [
  { prefixes: 8, rootBits: 4 },
  { prefixes: 16, rootBits: 8 },
  { prefixes: 40, rootBits: 12 },
];
const words = fc.tuple(fc.constantFrom(0xc000_0200, 0xc000_0000, 0xc633_6400, 0), fc.nat(255), fc.nat(3));
const addresses = words.map(([word, low, high]) => IPAddress.fromWord(word ^ low ^ (high << 18)));
const lengths = fc.oneof(fc.nat(32), fc.integer({ min: 20, max: 32 }));
const masks = fc.tuple(addresses, lengths).map(([ip, bits]) => Netmask.of(ip, bits));
const change = fc.record({ mask: masks, kept: fc.constantFrom(true, true, false) });

for (const [maxLength, numRuns] of [
  [30, 400],
  [250, 100],
] as const) {
  test(`as a plain list, through all tables, after up to ${maxLength} changes`, () => {
    const made = fc.array(change, { minLength: maxLength >> 1, maxLength, size: 'max' });
    fc.assert(
      fc.property(made, fc.array(addresses, { minLength: 20, maxLength: 20 }), (changes, ips) => {
        const prefixes = new ShortPrefixes(soon);
        const list = new Map<string, { mask: Netmask; payload: number }>();
        const compare = (ip: IPAddress): void => {
          const matches = [...list.values()].filter(({ mask }) => mask.contains(ip));
          const best = matches.toSorted((a, b) => b.mask.bits - a.mask.bits)[0];
          assert.equal(prefixes.find(ip.word), best?.payload ?? 0, `${ip}`);
        };
        changes.forEach(({ mask, kept }, index) => {
          const there = list.get(mask.key)?.payload ?? 0;
          assert.equal(prefixes.get(mask.address, mask.bits), there);
          const payload = index % 2 === 0 ? index + 1 : PAYLOAD_MOST - index;
          if (kept && there === 0) {
            prefixes.add(mask.address, mask.bits, payload);
            list.set(mask.key, { mask, payload });
          } else if (!kept && there !== 0) {
            prefixes.remove(mask.address, mask.bits);
            list.delete(mask.key);
          }
          compare(mask.address);
        });
        for (const ip of ips) compare(ip);
        for (const { mask } of list.values()) prefixes.remove(mask.address, mask.bits);
        for (const { mask } of changes) assert.equal(prefixes.find(mask.address.word), 0);
      }),
      { numRuns },
    );
  });
}

test('the tables that come with 1,024, 65,536 and 524,288 prefixes know all that came before', (t) => {
  const prefixes = new ShortPrefixes();
  const word = (i: number): number => Math.imul(i, 0x9e37_79b1);
  const bits = (i: number): number => 25 + (i % 8);
  const prefix = (i: number): Netmask => Netmask.of(IPAddress.fromWord(word(i)), bits(i));
  const asked = t.mock.method(StrideTrie.prototype, 'find');
  let payload = 0;
  prefixes.add(IPAddress.fromWord(0), 0, (payload += 1));
  for (const [size, rootBits] of [
    [1024, 16],
    [65_536, 20],
    [524_288, 24],
  ] as const) {
    while (payload < size) {
      const { address } = prefix(payload);
      if (prefixes.get(address, bits(payload)) !== 0) assert.fail('distinct');
      prefixes.add(address, bits(payload), (payload += 1));
    }
    prefixes.find(0);
    const table: unknown = asked.mock.calls.at(-1)?.this;
    assert.ok(table instanceof StrideTrie);
    assert.equal(table.rootBits, rootBits);
    asked.mock.resetCalls();
    for (let i = 1; i < size; i += 1 + (size >> 12)) {
      assert.equal(prefixes.get(prefix(i).address, bits(i)), i + 1);
      const found = prefixes.find(word(i));
      const match = prefix(found - 1);
      assert.ok(match.bits >= bits(i) && match.contains(IPAddress.fromWord(word(i))));
    }
    prefixes.remove(IPAddress.fromWord(0), 0);
    assert.equal(prefixes.find(-1), 0);
    prefixes.add(IPAddress.fromWord(0), 0, 1);
    assert.equal(prefixes.find(-1), 1);
  }
});

test('prefixes that come and go bring no table', (t) => {
  const asked = t.mock.method(StrideTrie.prototype, 'find');
  const prefixes = new ShortPrefixes([{ prefixes: 3, rootBits: 4 }]);
  const ip = (i: number): IPAddress => IPAddress.fromWord(i);
  for (let i = 0; i < 10; i += 1) {
    prefixes.add(ip(i), 32, 1);
    prefixes.remove(ip(i), 32);
  }
  for (let i = 1; i <= 3; i += 1) {
    assert.equal(asked.mock.callCount(), 0);
    prefixes.add(ip(i), 32, i);
    assert.equal(prefixes.find(i), i);
  }
  assert.equal(asked.mock.callCount(), 1);
});
