import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { IPAddress } from './ip-address.ts';
import { Netmask } from './netmask.ts';
import { LINE_MULTIPLIER, PrefixLines } from './prefix-lines.ts';

const PAYLOAD_MOST = 2 ** 24 - 1;

/** First words that fall into one line, however many there are up to 2^24: what the multiplier makes 0, 1, 2... */
function colliding(count: number): number[] {
  return Array.from({ length: count }, (_, i) => wordFor(i));
}

/** The first word that the multiplier makes this product. */
function wordFor(product: number): number {
  let inverse = 1;
  for (let turn = 0; turn < 5; turn += 1) inverse = Math.imul(inverse, 2 - Math.imul(LINE_MULTIPLIER, inverse));
  return Math.imul(inverse, product);
}

function address(...words: number[]): IPAddress {
  return IPAddress.fromOctets(Uint8Array.from({ length: 16 }, (_, i) => (words[i >> 2] ?? 0) >>> (24 - 8 * (i & 3))));
}

const first = fc.constantFrom(...colliding(4), 0x2001_0db8, 0x2001_0db9, 0x3fff_0000);
const rest = fc.constantFrom(0, 1, 0x8000_0000, 0x8000_0001, 0xc000_0000, 0xffff_ffff);
const addresses = fc.tuple(first, rest, rest, rest).map((words) => address(...words));
const lengths = fc.oneof(fc.constantFrom(32, 33, 34, 63, 64), fc.integer({ min: 32, max: 64 }));
const longer = fc.integer({ min: 65, max: 128 });

interface Change {
  readonly mask: Netmask;
  readonly kept: boolean;
}

function changes(bits: fc.Arbitrary<number>, count: { minLength: number; maxLength: number }): fc.Arbitrary<Change[]> {
  const mask = fc.tuple(addresses, bits).map(([ip, length]) => Netmask.of(ip, length));
  const kept = fc.constantFrom(true, true, false);
  return fc.array(fc.record({ mask, kept }), { ...count, size: 'max' });
}

/** Makes the changes in the lines and in a list, and compares what they tell after each. */
function follow(made: readonly Change[], ips: readonly IPAddress[]): void {
  const lines = new PrefixLines();
  const list = new Map<string, { mask: Netmask; payload: number }>();
  const compare = (ip: IPAddress): void => {
    const matches = [...list.values()].filter(({ mask }) => mask.contains(ip));
    const best = matches.toSorted((a, b) => b.mask.bits - a.mask.bits)[0];
    assert.equal(lines.find(ip), best?.payload ?? 0, `${ip}`);
  };
  made.forEach(({ mask, kept }, index) => {
    const there = list.get(mask.key)?.payload ?? 0;
    const payload = index % 2 === 0 ? index + 1 : PAYLOAD_MOST - index;
    assert.equal(lines.get(mask.address, mask.bits), there);
    if (kept && there === 0) {
      lines.add(mask.address, mask.bits, payload);
      list.set(mask.key, { mask, payload });
    } else if (!kept && there !== 0) {
      lines.remove(mask.address, mask.bits);
      list.delete(mask.key);
    }
    compare(mask.address);
  });
  for (const { mask } of made) assert.equal(lines.get(mask.address, mask.bits), list.get(mask.key)?.payload ?? 0);
  for (const ip of ips) compare(ip);
  for (const { mask } of list.values()) lines.remove(mask.address, mask.bits);
  for (const { mask } of made) assert.equal(lines.find(mask.address), 0);
}

const ips = fc.array(addresses, { minLength: 20, maxLength: 20 });
const laws: [what: string, bits: fc.Arbitrary<number>, minLength: number, maxLength: number][] = [
  ['a line filling and emptying', lengths, 0, 12],
  ['lines and their tries, growing twice and more', lengths, 150, 400],
  ['prefixes of more than 64 bits', fc.oneof(lengths, longer), 20, 200],
];
for (const [what, bits, minLength, maxLength] of laws) {
  test(`as a plain list: ${what}`, () => {
    fc.assert(
      fc.property(changes(bits, { minLength, maxLength }), ips, (made, asked) => follow(made, asked)),
      { numRuns: maxLength < 100 ? 300 : 40 },
    );
  });
}

test('each of 5,000 prefixes is found in the table that grew for them', () => {
  const lines = new PrefixLines();
  for (let i = 1; i <= 5000; i += 1) lines.add(address(0x2001_0000 + i, i), 64, i);
  for (let i = 1; i <= 5000; i += 1) {
    assert.equal(lines.find(address(0x2001_0000 + i, i, 7)), i);
    assert.equal(lines.find(address(0x2001_0000 + i, i + 1, 7)), 0);
  }
});

test('each of 5,000 sites of one provider is found, beside shorter and longer prefixes, and all can go', () => {
  const lines = new PrefixLines();
  const site = (i: number, word2 = 0): IPAddress => address(0x2001_0db8, i << 16, word2);
  lines.add(site(0), 32, 5001);
  for (let i = 1; i <= 5000; i += 1) lines.add(site(i), 48, i);
  lines.add(site(7), 47, 5002);
  lines.add(site(7, 9), 96, 5003);
  for (let i = 1; i <= 5000; i += 1) {
    assert.equal(lines.find(site(i, 7)), i);
    assert.equal(lines.get(site(i), 48), i);
  }
  assert.equal(lines.find(site(7, 9)), 5003);
  assert.equal(lines.find(site(6000)), 5001);
  for (let i = 1; i <= 5000; i += 1) lines.remove(site(i), 48);
  assert.deepEqual([lines.find(site(8, 7)), lines.find(site(7)), lines.find(site(6))], [5001, 5002, 5002]);
  lines.remove(site(7), 47);
  lines.remove(site(7, 9), 96);
  lines.remove(site(0), 32);
  assert.equal(lines.find(site(7, 9)), 0);
});

test('lines that hold all again after growing need no second table', () => {
  const lines = new PrefixLines();
  const added: IPAddress[] = [];
  // 16 lines at first, by the upper four bits of the product; then 32, by the upper five.
  const add = (line: number, i: number): void => {
    const ip = address(wordFor((line << 28) | ((i & 1) << 27) | i));
    added.push(ip);
    lines.add(ip, 48, added.length);
  };
  // Six of them have six prefixes each, which is too many, the other ten up to four.
  for (let i = 0; i < 6; i += 1) for (let line = 0; line < 6; line += 1) add(line, i);
  for (let i = 0; i < 4; i += 1) for (let line = 6; line < 16; line += 1) add(line, i);
  added.forEach((ip, i) => assert.equal(lines.find(ip), i + 1));
  assert.equal(lines.find(address(0x2001_0db8)), 0);
});

const comers: [what: string, there: number, bits: number][] = [
  ['in a line', 0, 48],
  ['in a trie', 6, 40],
  ['in the second table', 6, 48],
  ['in a trie of the second table', 6, 128],
];
for (const [what, there, bits] of comers) {
  test(`prefixes that come and go ${what} do not make it grow`, () => {
    const lines = new PrefixLines();
    const ip = address(0x2001_0db8);
    for (let i = 0; i < there; i += 1) lines.add(ip, 32 + i, 2 + i);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 100_000; i += 1) {
      lines.add(ip, bits, 1);
      lines.remove(ip, bits);
    }
    assert.ok(process.memoryUsage().arrayBuffers - before < 1 << 20);
    assert.equal(lines.find(ip), there === 0 ? 0 : 1 + there);
  });
}
