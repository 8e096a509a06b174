import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDecimal } from './parse.ts';

const cases: [text: string, max: number, expected: number | undefined][] = [
  ['0', 5, 0],
  ['5', 5, 5],
  ['6', 5, undefined],
  ['05', 9, undefined],
  ['', 9, undefined],
  ['+1', 9, undefined],
  ['1e1', 99, undefined],
  ['4294967295', 0xffff_ffff, 4_294_967_295],
  ['42949672950', Number.MAX_SAFE_INTEGER, undefined],
];
for (const [text, max, expected] of cases) {
  test(`decimal "${text}" up to ${max}: ${expected}`, () => assert.equal(parseDecimal(text, max), expected));
}
