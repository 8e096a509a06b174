/** RRsets: all records of one owner, class and type (RFC 2181 §5). */
import type { DNSName } from './name.ts';

/** One RRset. `rdata` holds each record's RDATA as uncompressed wire octets; one TTL for all (RFC 2181 §5.2). */
export interface RRset {
  readonly name: DNSName;
  readonly type: number;
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
  readonly rdata: readonly Uint8Array[];
}

/** One record as zone files and transfers have it. */
export interface RecordLike extends Omit<RRset, 'name' | 'rdata'> {
  readonly owner: DNSName;
  readonly rdata: Uint8Array;
}

/**
 * Records as RRsets, in the order in which each first came. An RRset has the TTL of its first record, but RRSIG records
 * with different TTLs stay apart: each has the TTL of what it covers.
 */
export function groupRecords(records: Iterable<RecordLike>): RRset[] {
  const sets = new Map<string, Omit<RRset, 'rdata'> & { rdata: Uint8Array[] }>();
  for (const { owner, type, class: rclass, ttl, rdata } of records) {
    const key = `${type} ${rclass} ${type === 46 ? ttl : ''} ${owner.key}`;
    const set = sets.get(key);
    if (set === undefined) sets.set(key, { name: owner, type, class: rclass, ttl, rdata: [rdata] });
    else set.rdata.push(rdata);
  }
  return [...sets.values()];
}

/** The records of RRsets one by one. */
export function* recordsOf(rrsets: Iterable<RRset>): Generator<RecordLike, void> {
  for (const { name, type, class: rclass, ttl, rdata } of rrsets) {
    for (const octets of rdata) yield { owner: name, type, class: rclass, ttl, rdata: octets };
  }
}

/** True when both RDATA have the same octets. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

/** Plain octet order, shorter first when one begins the other: RDATA order within an RRset (RFC 4034 §6.3). */
export function compareOctets(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
