/** Zones as text for the tests of this folder. */
import assert from 'node:assert/strict';
import { DNSName, groupRecords, parseRType, type RRset } from '../wire/index.ts';
import { readZone } from '../zonefile/index.ts';

/** The RRsets of a zone in text. */
export function rrsetsOf(text: string, origin = 'example.', defaultTtl = 3600): RRset[] {
  const reader = readZone(text, { origin: DNSName.of(origin), defaultTtl });
  const rrsets = groupRecords(reader);
  assert.deepEqual(reader.errors, []);
  return rrsets;
}

/** The RRset of an owner and a type. */
export function findSet(rrsets: readonly RRset[], owner: string, type: string): RRset {
  const name = DNSName.of(owner);
  const found = rrsets.find((set) => set.type === parseRType(type) && set.name.equals(name));
  assert.ok(found, `${owner} ${type}`);
  return found;
}

/** RDATA of the RRSIG records at a name. */
export function rrsigsAt(rrsets: readonly RRset[], owner: DNSName): Uint8Array[] {
  return rrsets.filter((set) => set.type === 46 && set.name.equals(owner)).flatMap(({ rdata }) => rdata);
}
