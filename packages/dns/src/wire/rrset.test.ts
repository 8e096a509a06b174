import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '@span53/testkit';
import { copyOctets } from './octets.ts';
import { DNSName } from './name.ts';
import { compareOctets, groupRecords, recordsOf, sameOctets } from './rrset.ts';

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

test('RFC 2181 §5: records of one name, type and class are one RRset; RRSIG records of another TTL stay apart', () => {
  const record = (owner: string, type: number, ttl: number, rdata: Uint8Array) => ({
    owner: DNSName.of(owner),
    type,
    class: 1,
    ttl,
    rdata,
  });
  const records = [
    record('a.', 1, 60, hex`01`),
    record('b.', 1, 60, hex`02`),
    record('A.', 1, 70, hex`03`),
    record('a.', 46, 60, hex`04`),
    record('a.', 46, 60, hex`05`),
    record('a.', 46, 70, hex`06`),
  ];
  const sets = groupRecords(records);
  assert.deepEqual(
    sets.map(({ name, type, ttl, rdata }) => `${name} ${type} ${ttl} ${rdata.length}`),
    ['a. 1 60 2', 'b. 1 60 1', 'a. 46 60 2', 'a. 46 70 1'],
  );
  assert.equal([...recordsOf(sets)].length, records.length);
});
