import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { SOA_SERIAL, zoneVersion } from './zone-version.ts';

test('RFC 9660 §2: empty in a query, label count, type and version in an answer', () => {
  const data = hex`02 00 78d9d0f4`;
  const value = { labelCount: 2, type: SOA_SERIAL, version: hex`78d9d0f4` };
  assert.equal(zoneVersion.decode(hex``), 'query');
  assert.equal(toHex(zoneVersion.encode('query')), '');
  const decoded = zoneVersion.decode(data);
  assert.ok(decoded !== undefined && decoded !== 'query');
  assert.deepEqual([decoded.labelCount, decoded.type, toHex(decoded.version)], [2, SOA_SERIAL, '78d9d0f4']);
  assert.equal(toHex(zoneVersion.encode(value)), toHex(data));
});

test('RFC 9660 §4.1: a SOA serial has four octets, other types any number', () => {
  assert.equal(zoneVersion.decode(hex`02 00 010203`), undefined);
  assert.equal(zoneVersion.decode(hex`02`), undefined);
  const other = zoneVersion.decode(hex`00 f6`);
  assert.ok(other !== undefined && other !== 'query');
  assert.equal(zoneVersion.format(other), '0 246');
});
