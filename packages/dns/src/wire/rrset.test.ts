import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '@span53/testkit';
import { copyOctets } from './octets.ts';
import { compareOctets, sameOctets } from './rrset.ts';

test('RFC 4034 §6.3: RDATA is ordered as unsigned octets, a missing octet before a zero one', () => {
  const sorted = [hex``, hex`00`, hex`0000`, hex`01`, hex`7f`, hex`80`, hex`ff`];
  assert.deepEqual(sorted.toReversed().toSorted(compareOctets), sorted);
  assert.ok(sameOctets(hex`0001`, hex`0001`));
  assert.ok(!sameOctets(hex`0001`, hex`0002`) && !sameOctets(hex`00`, hex`0000`));
});

test('copies stand in memory of their own', () => {
  const packet = Buffer.alloc(100, 1);
  for (const length of [3, 60]) {
    const copy = copyOctets(packet, 10, 10 + length);
    packet.fill(2);
    assert.deepEqual(copy, new Uint8Array(length).fill(1));
    packet.fill(1);
  }
});
