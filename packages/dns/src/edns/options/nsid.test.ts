import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { nsid } from './nsid.ts';

test('RFC 5001 §2.3: any octets are an identifier, and are shown as hex and as text', () => {
  const data = hex`6e7331 00 ff`;
  assert.equal(toHex(nsid.encode(nsid.decode(data)!)), toHex(data));
  assert.equal(nsid.format(data), String.raw`6e733100ff "ns1\000\255"`);
  assert.equal(nsid.format(hex``), '', 'a query has none');
});

test('what is decoded outlives the packet', () => {
  const packet = Buffer.from('ns1');
  const value = nsid.decode(packet)!;
  packet.fill(0);
  assert.equal(toHex(value), '6e7331');
});
