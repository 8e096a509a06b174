import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { padding } from './padding.ts';

test('RFC 7830 §3: zeros are sent, anything is taken', () => {
  assert.equal(toHex(padding.encode(3)), '000000');
  assert.equal(padding.decode(hex`ff01`), 2);
});
