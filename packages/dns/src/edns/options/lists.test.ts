import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { dau, dhu, keyTag, n3u } from './lists.ts';

for (const { what, codec } of [
  { what: 'DAU', codec: dau },
  { what: 'DHU', codec: dhu },
  { what: 'N3U', codec: n3u },
]) {
  test(`RFC 6975 §3: ${what} is a list of octets, in the sender's order`, () => {
    assert.deepEqual(codec.decode(hex`0d 08 ff`), [13, 8, 255]);
    assert.equal(toHex(codec.encode([13, 8, 255])), '0d08ff');
    assert.deepEqual(codec.decode(hex``), []);
  });
}

test('RFC 8145 §4.1: KEYTAG is a list of 16-bit key tags', () => {
  assert.deepEqual(keyTag.decode(hex`4a5c 4f66`), [19_036, 20_326]);
  assert.equal(toHex(keyTag.encode([19_036, 20_326])), '4a5c4f66');
  assert.equal(keyTag.decode(hex`4a5c4f`), undefined, 'half a tag');
  assert.equal(keyTag.decode(hex``), undefined, 'no tag');
});
