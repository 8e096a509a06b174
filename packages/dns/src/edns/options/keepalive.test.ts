import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { keepalive } from './keepalive.ts';

test('RFC 7828 §3.1: a timeout in units of 100 ms, or none in a query', () => {
  assert.deepEqual(keepalive.decode(hex`012c`), { timeoutMs: 30_000 });
  assert.deepEqual(keepalive.decode(hex``), { timeoutMs: undefined });
  assert.equal(keepalive.decode(hex`00012c`), undefined);
});

test('RFC 7828 §3.1: a timeout over 6553.5 s is sent as that', () => {
  assert.equal(toHex(keepalive.encode({ timeoutMs: 1e9 })), 'ffff');
  assert.equal(toHex(keepalive.encode({ timeoutMs: 149 })), '0001');
});
