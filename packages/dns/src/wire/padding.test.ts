import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PADDING_BLOCK, paddingOctets } from './padding.ts';

const paddings = [
  { size: 40, block: PADDING_BLOCK.query, limit: 1232, octets: 84 },
  { size: 124, block: PADDING_BLOCK.query, limit: 1232, octets: 0 },
  { size: 125, block: PADDING_BLOCK.query, limit: 1232, octets: 127 },
  { size: 464, block: PADDING_BLOCK.response, limit: 1232, octets: 0 },
  { size: 465, block: PADDING_BLOCK.response, limit: 1232, octets: 467 },
  { size: 500, block: PADDING_BLOCK.response, limit: 512, octets: 8 },
  { size: 509, block: PADDING_BLOCK.response, limit: 512, octets: undefined },
];
for (const { size, block, limit, octets } of paddings) {
  test(`RFC 8467 §4.1: a message of ${size} octets, block ${block}, limit ${limit}`, () => {
    assert.equal(paddingOctets(size, block, limit), octets);
  });
}

test('a padding block has at least one octet', () => {
  for (const block of [0, -128, 0.5, Number.NaN]) assert.throws(() => paddingOctets(40, block, 1232), RangeError);
});
