import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryName, hex } from '@span53/testkit';
import * as fc from 'fast-check';
import { compareNames, sortableKey, subtreeEnd } from './name-order.ts';
import { DNSName } from './name.ts';

/** The list of RFC 4034 §6.1. */
const sorted = [
  'example.',
  'a.example.',
  'yljkjljk.a.example.',
  'Z.a.example.',
  'zABC.a.EXAMPLE.',
  'z.example.',
  String.raw`\001.z.example.`,
  '*.z.example.',
  String.raw`\200.z.example.`,
].map((text) => DNSName.of(text));

test('RFC 4034 §6.1: the example list is in order', () => {
  for (let i = 0; i < sorted.length; i += 1) {
    for (let j = 0; j < sorted.length; j += 1) {
      assert.equal(Math.sign(compareNames(sorted[i]!, sorted[j]!)), Math.sign(i - j), `${sorted[i]} ${sorted[j]}`);
    }
  }
});

test('a shorter label sorts first, also before an added zero octet (RFC 4034 §6.1)', () => {
  const short = DNSName.fromWire(hex`01 61 00`);
  const long = DNSName.fromWire(hex`02 6100 00`);
  assert.ok(compareNames(short, long) < 0);
  assert.ok(Buffer.compare(sortableKey(short), sortableKey(long)) < 0);
});

test('names of 127 labels, the most there can be, differ in the label next to the root', () => {
  const deep = (last: string): DNSName => DNSName.of(`${'x.'.repeat(126)}${last}.`);
  assert.ok(compareNames(deep('a'), deep('b')) < 0);
  assert.ok(compareNames(deep('b'), deep('A')) > 0);
  assert.equal(compareNames(deep('a'), deep('A')), 0);
  assert.equal(sortableKey(deep('B')).toString('latin1'), `b\0${'x\0'.repeat(126)}`);
});

const names = arbitraryName(5).map((wire) => DNSName.fromWire(wire));

test('law: the order is total, and it is the octet order of the sortable key', () => {
  fc.assert(
    fc.property(names, names, names, (a, b, c) => {
      const order = Math.sign(compareNames(a, b));
      assert.equal(order, -Math.sign(compareNames(b, a)) + 0);
      assert.equal(order === 0, a.equals(b));
      assert.equal(order, Buffer.compare(sortableKey(a), sortableKey(b)));
      if (order <= 0 && compareNames(b, c) <= 0) assert.ok(compareNames(a, c) <= 0);
    }),
    { numRuns: 2000 },
  );
});

test('law: a name is in the range of its ancestor exactly when it is part of it', () => {
  fc.assert(
    fc.property(names, names, fc.nat(5), (a, other, up) => {
      for (const [name, ancestor] of [
        [a, a.ancestor(up)],
        [a, other],
      ] as const) {
        const key = sortableKey(name);
        const from = sortableKey(ancestor);
        const inRange = Buffer.compare(key, from) >= 0 && Buffer.compare(key, subtreeEnd(from)) < 0;
        assert.equal(inRange, name.isPartOf(ancestor));
      }
    }),
    { numRuns: 2000 },
  );
});

test('the range of the root reaches over the highest label there is', () => {
  const highest = DNSName.fromLabels([Buffer.alloc(63, 0xff), Buffer.alloc(63, 0xff)])!;
  assert.ok(Buffer.compare(sortableKey(highest), subtreeEnd(sortableKey(DNSName.root))) < 0);
});
