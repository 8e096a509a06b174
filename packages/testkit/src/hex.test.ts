import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, hex, toHex } from './hex.ts';

test('white space and comments are left out', () => {
  const octets = hex`
    03 636f6d  ; com
    00         # the root`;
  assert.deepEqual(octets, Uint8Array.of(3, 0x63, 0x6f, 0x6d, 0));
});

test('octets and texts are put in', () => {
  assert.equal(toHex(hex`00${Uint8Array.of(255, 1)}02 ${'0a0B'}`), '00ff01020a0b');
});

for (const text of ['0', '0g', '0x01', 'é0']) {
  test(`"${text}" is refused`, () => assert.throws(() => fromHex(text), SyntaxError));
}
