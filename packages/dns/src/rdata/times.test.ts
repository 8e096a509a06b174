import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTimestamp, parseNumber, parseSeconds, parseTimestamp } from './times.ts';

const seconds: [text: string, expected: number | undefined][] = [
  ['0', 0],
  ['3600', 3600],
  ['1h', 3600],
  ['1h30m', 5400],
  ['1W2d3H4m5S', 788_645],
  ['30m1h', 5400],
  ['4294967295', 4_294_967_295],
  ['4294967296', undefined],
  ['7102w', undefined],
  ['1h30', 3630],
  ['1h0s5', 3605],
  ['7101w4294967295', undefined],
  ['1h4294967296', undefined],
  ['h', undefined],
  ['1y', undefined],
  ['', undefined],
  ['-1', undefined],
  ['1 h', undefined],
];
for (const [text, expected] of seconds) {
  test(`seconds of "${text}"`, () => assert.equal(parseSeconds(text), expected));
}

const timestamps: [text: string, expected: number | undefined][] = [
  ['19700101000000', 0],
  ['20030322173103', 1_048_354_263],
  ['20240229235959', 1_709_251_199],
  ['20230229000000', undefined],
  ['21060207062815', 4_294_967_295],
  ['21060207062816', 0],
  ['19691231235959', 4_294_967_295],
  ['19020101000000', 2_149_050_496],
  ['19011231235959', undefined],
  ['20031322173103', undefined],
  ['20030322173160', 1_048_354_320],
  ['1048354263', 1_048_354_263],
  ['4294967296', undefined],
];
for (const [text, expected] of timestamps) {
  test(`timestamp ${text}`, () => assert.equal(parseTimestamp(text), expected));
}

test('a timestamp is written as it is read', () => {
  for (const value of [0, 1, 951_782_400, 0x7fff_ffff, 0xffff_ffff]) {
    assert.equal(parseTimestamp(formatTimestamp(value)), value);
  }
});

test('numbers may have leading zeros, nothing else', () => {
  assert.equal(parseNumber('0010', 10), 10);
  for (const text of ['11', '', ' 1', '1.', '+1', '0x1', '1'.repeat(400)]) {
    assert.equal(parseNumber(text, 10), undefined, text);
  }
});
