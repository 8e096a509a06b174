import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { addToSerial, compareSerials } from './serial.ts';

const order = [
  { a: 0, b: 0, sign: 0 },
  { a: 1, b: 0, sign: 1 },
  { a: 44, b: 0, sign: 1 },
  { a: 0, b: 0xffffffff, sign: 1 },
  { a: 100, b: 0xffffff00, sign: 1 },
  { a: 0x7fffffff, b: 0, sign: 1 },
  { a: 0x80000001, b: 0, sign: -1 },
  { a: 0x80000000, b: 0, sign: -1 },
  { a: 0, b: 0x80000000, sign: -1 },
];
for (const { a, b, sign } of order) {
  test(`RFC 1982 §3.2: ${a} against ${b}`, () => assert.equal(Math.sign(compareSerials(a, b)), sign));
}

/** The examples of RFC 1982 §5 are of 2 and 8 bits. Shifted up, so that their highest bit is ours, all sums and orders
 *  stay as they are: the bits below are zero in each number. */
const examples = [
  { section: '5.1', bits: 2, sums: ['0 1 1', '1 1 2', '2 1 3', '3 1 0'], after: ['1 0', '2 1', '3 2', '0 3'] },
  {
    section: '5.2',
    bits: 8,
    sums: ['255 1 0', '100 100 200', '200 100 44'],
    after: ['1 0', '44 0', '100 0', '100 44', '200 100', '255 200', '0 255', '100 255', '0 200', '44 200'],
  },
];
for (const { section, bits, sums, after } of examples) {
  const scaled = (text: string): number[] => text.split(' ').map((number) => Number(number) * 2 ** (32 - bits));
  for (const text of sums) {
    test(`RFC 1982 §${section}, ${bits} bits shifted up: the sum ${text}`, () => {
      const [serial = -1, count = -1, sum = -1] = scaled(text);
      assert.equal(addToSerial(serial, count), sum);
    });
  }
  for (const text of after) {
    test(`RFC 1982 §${section}, ${bits} bits shifted up: the order of ${text}`, () => {
      const [later = -1, earlier = -1] = scaled(text);
      assert.ok(compareSerials(later, earlier) > 0 && compareSerials(earlier, later) < 0);
    });
  }
}

test('RFC 1982 §5.1: 0 and 2, 1 and 3 of 2 bits have no order: neither comes after the other', () => {
  for (const [a, b] of [
    [0, 2 ** 31],
    [2 ** 30, 3 * 2 ** 30],
  ] as const) {
    assert.ok(compareSerials(a, b) < 0 && compareSerials(b, a) < 0);
  }
});

test('RFC 1982 §3.1: adding wraps, and the sum comes after', () => {
  assert.equal(addToSerial(0xffffffff, 1), 0);
  const serial = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(serial, fc.integer({ min: 1, max: 0x7fffffff }), (start, count) => {
      const sum = addToSerial(start, count);
      assert.ok(sum >= 0 && sum <= 0xffffffff && compareSerials(sum, start) > 0 && compareSerials(start, sum) < 0);
    }),
  );
});
