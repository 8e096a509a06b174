import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { decodeEde, Ede, edeName, encodeEde } from './ede.ts';

test('INFO-CODE and text round-trip, also outside ASCII', () => {
  assert.equal(toHex(encodeEde(Ede.StaleAnswer, 'é')), '0003c3a9');
  assert.deepEqual(decodeEde(encodeEde(Ede.StaleAnswer, 'é')), { code: 3, text: 'é' });
  assert.deepEqual(decodeEde(hex`0000`), { code: 0, text: '' });
});

test('RFC 8914 §2: a final zero octet does not belong to the text', () => {
  assert.deepEqual(decodeEde(hex`0000 61 00`), { code: 0, text: 'a' });
  assert.deepEqual(decodeEde(hex`0000 00`), { code: 0, text: '' });
});

test('text that is not UTF-8 is taken, what is wrong in it replaced', () => {
  assert.equal(decodeEde(hex`0000 61ff`)?.text, 'a\ufffd');
});

test('names are those of the registry', () => {
  assert.equal(edeName(1), 'Unsupported DNSKEY Algorithm');
  assert.equal(edeName(2), 'Unsupported DS Digest Type');
  assert.equal(edeName(6), 'DNSSEC Bogus');
  assert.equal(edeName(10), 'RRSIGs Missing');
  assert.equal(edeName(19), 'Stale NXDOMAIN Answer');
  assert.equal(edeName(25), 'Signature Expired before Valid');
  assert.equal(edeName(27), 'Unsupported NSEC3 Iterations Value');
  assert.equal(edeName(31), 'Rate Limited');
  assert.equal(edeName(33), 'Negative Trust Anchor');
  assert.equal(edeName(35), 'Blocked by Upstream DNS Server');
  assert.equal(edeName(0), 'Other');
  assert.equal(edeName(4711), 'EDE 4711');
});
