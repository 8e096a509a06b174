import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { expire } from './expire.ts';

test('RFC 7314 §3: empty in a query, 32 bits of seconds in an answer', () => {
  assert.deepEqual(expire.decode(hex``), { seconds: undefined });
  assert.deepEqual(expire.decode(hex`ffffffff`), { seconds: 0xffff_ffff });
  assert.equal(toHex(expire.encode({ seconds: undefined })), '');
  assert.equal(toHex(expire.encode({ seconds: 1_209_600 })), '00127500');
});

test('RFC 7314 §3: any other length is malformed', () => {
  for (const data of [hex`00`, hex`000001`, hex`0000000001`]) assert.equal(expire.decode(data), undefined);
});
