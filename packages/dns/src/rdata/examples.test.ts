import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WireReader } from '../wire/index.ts';
import { examples } from './examples.ts';
import { decodeRdata, formatRdata, parseRdata } from './rdata.ts';
import { codecs } from './registry.ts';

test('there is an example of every type, and of no other', () => {
  assert.deepEqual(Object.keys(examples).toSorted(), codecs.map(({ mnemonic }) => mnemonic).toSorted());
});

for (const { type, mnemonic } of codecs) {
  test(`the example of ${mnemonic} is in its own form, as it is written`, () => {
    const octets = parseRdata(type, examples[mnemonic]!);
    assert.ok(octets instanceof Uint8Array, 'parses');
    assert.equal(decodeRdata(type, new WireReader(octets)).kind, 'known');
    assert.equal(formatRdata(type, octets), examples[mnemonic]);
  });
}
