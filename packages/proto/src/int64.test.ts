import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bigintOf, type Int64 } from './int64.ts';

const cases: { value: Int64 | null | undefined; expected: bigint }[] = [
  { value: undefined, expected: 0n },
  { value: null, expected: 0n },
  { value: 53, expected: 53n },
  { value: { low: -1, high: -1, unsigned: true }, expected: 2n ** 64n - 1n },
  { value: { low: -1, high: -1, unsigned: false }, expected: -1n },
  { value: { low: -2147483648, high: 1, unsigned: false }, expected: 0x180000000n },
];
for (const { value, expected } of cases) {
  test(`bigintOf ${JSON.stringify(value)}`, () => assert.equal(bigintOf(value), expected));
}
