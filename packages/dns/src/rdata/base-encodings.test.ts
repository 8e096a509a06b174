import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatBase32Hex, formatBase64, formatHex, parseBase32Hex, parseBase64, parseHex } from './base-encodings.ts';

// RFC 4648 §10
const vectors: [plain: string, base64: string, base32Hex: string, hex: string][] = [
  ['', '', '', ''],
  ['f', 'Zg==', 'CO', '66'],
  ['fo', 'Zm8=', 'CPNG', '666F'],
  ['foo', 'Zm9v', 'CPNMU', '666F6F'],
  ['foob', 'Zm9vYg==', 'CPNMUOG', '666F6F62'],
  ['fooba', 'Zm9vYmE=', 'CPNMUOJ1', '666F6F6261'],
  ['foobar', 'Zm9vYmFy', 'CPNMUOJ1E8', '666F6F626172'],
];
for (const [plain, base64, base32Hex, hex] of vectors) {
  test(`RFC 4648 §10: "${plain}"`, () => {
    const octets = Uint8Array.from(Buffer.from(plain));
    assert.deepEqual([formatBase64(octets), formatBase32Hex(octets), formatHex(octets)], [base64, base32Hex, hex]);
    for (const parsed of [parseBase64(base64), parseBase32Hex(base32Hex), parseHex(hex.toLowerCase())]) {
      assert.deepEqual(parsed, octets);
    }
  });
}

test('what was formatted parses to the same octets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
      assert.deepEqual(parseBase64(formatBase64(octets)), octets);
      assert.deepEqual(parseBase32Hex(formatBase32Hex(octets)), octets);
      assert.deepEqual(parseHex(formatHex(octets)), octets);
    }),
  );
});

test('what is not quite the encoding is refused', () => {
  for (const text of ['Zg', 'Zg=', 'Z===', 'Zg==Zg==', 'Z g=', 'Zm8_', '====', 'Zh==', 'Zm9='])
    assert.equal(parseBase64(text), undefined, text);
  for (const text of ['C', 'CO=', 'CPNMW', 'CPN', 'CP']) assert.equal(parseBase32Hex(text), undefined, text);
  for (const text of ['6', '6g', '0x66', ' 66', '6\u0166']) assert.equal(parseHex(text), undefined, text);
});
