/** Digests of whole zones: ZONEMD (RFC 8976), scheme SIMPLE. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { decodeAs, encodeRdata, rrsig, soa, zonemd } from '../rdata/index.ts';
import { compareOctets, RType, type DNSName, type RRset } from '../wire/index.ts';
import { canonicalOrder, canonicalRecords } from './canonical.ts';
import { zoneNodes } from './zone-nodes.ts';

/** Hash algorithms of ZONEMD (RFC 8976 §2.2.3). */
export const ZonemdHash = { SHA384: 1, SHA512: 2 } as const;
export type ZonemdHash = (typeof ZonemdHash)[keyof typeof ZonemdHash];

const SIMPLE = 1;
const HASHES = { 1: 'sha384', 2: 'sha512' } as const;

/** Stands for the digests while they are not known: it puts the type into the apex bitmap. */
export const ZONEMD_PLACEHOLDERS = { type: RType.ZONEMD, rdata: [new Uint8Array(6 + 48)] } as const;

/**
 * The digest over all records of the zone in canonical form and order. Left out are the ZONEMD RRset at the apex with
 * its signatures, what lies outside the zone, and copies of a record (RFC 8976 §3.3).
 */
export function zoneDigest(origin: DNSName, rrsets: Iterable<RRset>, algorithm: ZonemdHash): Buffer {
  const hash = createHash(HASHES[algorithm]);
  for (const { name, sets } of zoneNodes(origin, rrsets)) {
    const apex = name.equals(origin);
    for (const set of byType(sets)) {
      if (apex && set.type === RType.ZONEMD) continue;
      const rdata = apex && set.type === RType.RRSIG ? set.rdata.filter((octets) => !coversZonemd(octets)) : set.rdata;
      // RRSIG records keep the TTL of what each of them covers, so one RRset of them may come in parts.
      hash.update(canonicalRecords({ ...set, owner: name }, canonicalOrder(set.type, rdata)));
    }
  }
  return hash.digest();
}

/** RRsets of one name by ascending type. RRSIG records come one at a time, in order, each with its own TTL. */
function byType(sets: readonly RRset[]): RRset[] {
  const sorted = sets.filter(({ type }) => type !== RType.RRSIG);
  const signatures = sets.filter(({ type }) => type === RType.RRSIG);
  const single = signatures.flatMap((set) => set.rdata.map((octets) => ({ ...set, rdata: [octets] })));
  // One of each: a copy is left out of the digest.
  const unique = new Map(single.map((set) => [keyOf(set.rdata[0]!), set]));
  sorted.push(...[...unique.values()].toSorted((a, b) => compareOctets(a.rdata[0]!, b.rdata[0]!)));
  return sorted.toSorted((a, b) => a.type - b.type);
}

function keyOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

function coversZonemd(rdata: Uint8Array): boolean {
  return decodeAs(rrsig, rdata)?.typeCovered === RType.ZONEMD;
}

/** What a ZONEMD RRset is made of. */
export interface ZonemdInput {
  readonly origin: DNSName;
  readonly rrsets: Iterable<RRset>;
  readonly serial: number;
  readonly hashes: readonly ZonemdHash[];
  /** That of the SOA. */
  readonly ttl: number;
  readonly class: number;
}

/** The ZONEMD RRset of a zone that is otherwise finished. */
export function zonemdRRset({ origin, rrsets, serial, hashes, ttl, class: rclass }: ZonemdInput): RRset {
  const all = [...rrsets];
  const rdata = hashes.map((algorithm) => {
    const digest = zoneDigest(origin, all, algorithm);
    return encodeRdata(zonemd, { serial, scheme: SIMPLE, hash: algorithm, digest });
  });
  return { name: origin, type: RType.ZONEMD, class: rclass, ttl, rdata };
}

/** Outcome of a check. */
export type ZonemdVerdict =
  | { readonly state: 'good' }
  /** Nothing to check: no ZONEMD, or none of a known scheme and hash. */
  | { readonly state: 'absent'; readonly why: string }
  | { readonly state: 'bad'; readonly why: string };

/** Checks a zone against its ZONEMD records (RFC 8976 §4). One good digest suffices; two of one kind never count. */
export function verifyZonemd(origin: DNSName, rrsets: Iterable<RRset>): ZonemdVerdict {
  const all = [...rrsets];
  const apex = (type: number): Uint8Array[] => {
    const rdata = all.filter((set) => set.type === type && set.name.equals(origin)).flatMap((set) => set.rdata);
    return canonicalOrder(type, rdata); // a record that is there twice is one
  };
  const [soaRdata] = apex(RType.SOA);
  const serial = soaRdata === undefined ? undefined : decodeAs(soa, soaRdata)?.serial;
  if (serial === undefined) return { state: 'bad', why: 'no SOA' };
  const values = apex(RType.ZONEMD).map((rdata) => decodeAs(zonemd, rdata));
  if (values.length === 0) return { state: 'absent', why: 'no ZONEMD' };
  let why = 'no ZONEMD of a known scheme and hash';
  let state: 'absent' | 'bad' = 'absent';
  for (const value of values) {
    if (value === undefined || value.scheme !== SIMPLE || !(value.hash in HASHES)) continue;
    const twins = values.filter((v) => v?.scheme === value.scheme && v.hash === value.hash).length;
    const digest = zoneDigest(origin, all, value.hash as ZonemdHash);
    if (twins > 1) why = 'two ZONEMD records of one scheme and hash';
    else if (value.serial !== serial) why = 'the serial is not that of the SOA';
    else if (digest.length === value.digest.length && timingSafeEqual(digest, value.digest)) return { state: 'good' };
    else why = 'the digest does not match';
    state = 'bad';
  }
  return { state, why };
}
