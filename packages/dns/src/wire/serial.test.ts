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
