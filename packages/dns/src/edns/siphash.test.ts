import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { sipHash24 } from './siphash.ts';

/** Key 00..0f, message 00..n-1: from the vectors of the reference implementation. */
const vectors = [
  { octets: 0, hash: '310e0edd47db6f72' },
  { octets: 1, hash: 'fd67dc93c539f874' },
  { octets: 2, hash: '5a4fa9d909806c0d' },
  { octets: 7, hash: '37d1018bf50002ab' },
  { octets: 8, hash: '6224939a79f5f593' },
  { octets: 15, hash: 'e545be4961ca29a1' },
  { octets: 63, hash: '724506eb4c328a95' },
];
for (const { octets, hash } of vectors) {
  test(`SipHash-2-4 of ${octets} octets`, () => {
    const key = Uint8Array.from({ length: 16 }, (_, i) => i);
    const target = new Uint8Array(10);
    sipHash24(
      key,
      Uint8Array.from({ length: octets }, (_, i) => i),
      target,
      1,
    );
    assert.equal(toHex(target), toHex(hex`00 ${hash} 00`));
  });
}
