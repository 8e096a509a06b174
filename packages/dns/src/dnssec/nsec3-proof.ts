/** Proofs with NSEC3 records (RFC 5155 §8): pure, over records whose signatures were checked. */
import { decodeAs, nsec3, type Nsec3 } from '../rdata/index.ts';
import { compareOctets, RType, sameOctets, type DNSName, type RRset } from '../wire/index.ts';
import { endsZone, failed, presence, type Denial, type Denied } from './denial.ts';
import { NSEC3_SHA1, nsec3Hash, ownerHash } from './nsec3-hash.ts';

const OPT_OUT = 0x01;

/** One NSEC3 record with the hash in its owner name. */
export interface Nsec3Record extends Nsec3 {
  readonly hash: Uint8Array;
}

/** Limits of a proof (RFC 9276 §3.2, CVE-2023-50868). */
export interface Nsec3Limits {
  /** Above this many iterations the zone counts as insecure; 50 by default. */
  readonly iterationsMax?: number;
  /** Hash computations that are left for one query, over all its proofs; each iteration counts. */
  readonly budget?: { hashes: number };
}

/** The record of an NSEC3 RRset of `zone`; undefined when it is malformed, or of an unknown hash or flag (§8.2). */
export function nsec3Record({ name, rdata }: RRset, zone: DNSName): Nsec3Record | undefined {
  const value = rdata.length === 1 ? decodeAs(nsec3, rdata[0]!) : undefined;
  const hash = ownerHash(name, zone);
  if (value === undefined || hash === undefined || value.hashAlgorithm !== NSEC3_SHA1) return undefined;
  return value.flags > OPT_OUT || hash.length !== value.next.length ? undefined : { hash, ...value };
}

/** Proves that neither QNAME nor a wildcard above it exists (§8.4). */
export function nsec3Nxdomain(denied: Denied, records: readonly Nsec3Record[], limits: Nsec3Limits = {}): Denial {
  return withRecords(records, limits, (set) => {
    const found = set.encloser(denied);
    if ('state' in found) return found;
    const { closestEncloser, cover } = found;
    const wildcard = closestEncloser.wildcard();
    if (wildcard !== undefined && set.match(wildcard) !== undefined) return failed('the wildcard exists');
    if (wildcard !== undefined && set.cover(wildcard) === undefined) return failed('no NSEC3 covers the wildcard');
    return optOut(cover) ?? { state: 'proved', closestEncloser };
  });
}

/** Proves that QNAME, or the wildcard that would answer for it, exists without QTYPE (§8.5, §8.6, §8.7). */
export function nsec3Nodata(denied: Denied, records: readonly Nsec3Record[], limits: Nsec3Limits = {}): Denial {
  return withRecords(records, limits, (set) => {
    const match = set.match(denied.qname);
    if (match !== undefined) {
      const why = presence(match.types, denied);
      return why === undefined ? { state: 'proved', closestEncloser: denied.qname } : failed(why);
    }
    const found = set.encloser(denied);
    if ('state' in found) return found;
    const wildcard = found.closestEncloser.wildcard();
    const source = wildcard === undefined ? undefined : set.match(wildcard);
    if (source === undefined) return optOut(found.cover) ?? failed('the name does not exist, nor does the wildcard');
    const why = presence(source.types, { ...denied, qname: wildcard! });
    if (why !== undefined) return failed(why);
    return optOut(found.cover) ?? { state: 'proved', closestEncloser: found.closestEncloser, wildcard: wildcard! };
  });
}

/** Proves that an answer had to come from the wildcard that its RRSIG names: nothing closer exists (§8.8). */
export function nsec3Wildcard(
  denied: Denied,
  wildcard: DNSName,
  records: readonly Nsec3Record[],
  limits: Nsec3Limits = {},
): Denial {
  return withRecords(records, limits, (set) => {
    const closestEncloser = wildcard.parent();
    const cover = set.cover(denied.qname.lastLabels(closestEncloser.labelCount + 1));
    if (cover === undefined) return failed('no NSEC3 covers the next closer name');
    return optOut(cover) ?? { state: 'proved', closestEncloser, wildcard };
  });
}

/** Proves that a delegation has no DS (§8.9); opt-out makes it insecure as well. */
export function nsec3NoDs(denied: Denied, records: readonly Nsec3Record[], limits: Nsec3Limits = {}): Denial {
  return withRecords(records, limits, (set) => {
    const match = set.match(denied.qname);
    if (match !== undefined) {
      if (!match.types.includes(RType.NS)) return failed('no delegation exists');
      const why = presence(match.types, { ...denied, qtype: RType.DS });
      return why === undefined ? { state: 'proved', closestEncloser: denied.qname } : failed(why);
    }
    const found = set.encloser(denied);
    return 'state' in found ? found : (optOut(found.cover) ?? failed('no NSEC3 matches, and there is no opt-out'));
  });
}

function optOut(cover: Nsec3Record): Denial | undefined {
  return (cover.flags & OPT_OUT) === 0 ? undefined : { state: 'insecure', why: 'opt-out' };
}

/** Runs a proof over the records of one chain, within the limits. */
function withRecords(records: readonly Nsec3Record[], limits: Nsec3Limits, prove: (set: HashedSet) => Denial): Denial {
  const [first] = records;
  if (first === undefined) return failed('no NSEC3 record');
  if (first.iterations > (limits.iterationsMax ?? 50)) return { state: 'insecure', why: 'NSEC3 iterations' };
  // RFC 5155 §8.2: a response whose records differ in their parameters proves nothing.
  const alike = records.every((other) => other.iterations === first.iterations && sameOctets(other.salt, first.salt));
  if (!alike) return failed('NSEC3 parameters differ');
  const set = new HashedSet(records, limits);
  const outcome = prove(set);
  return set.exhausted ? failed('too many NSEC3 hashes') : outcome;
}

/** NSEC3 records of one chain; names are hashed once each, within the budget. */
class HashedSet {
  exhausted = false;
  readonly #records: readonly Nsec3Record[];
  readonly #budget: { hashes: number } | undefined;
  readonly #hashes = new Map<string, Uint8Array>();

  constructor(records: readonly Nsec3Record[], { budget }: Nsec3Limits) {
    this.#records = records;
    this.#budget = budget;
  }

  match(name: DNSName): Nsec3Record | undefined {
    const hash = this.#hash(name);
    return hash === undefined ? undefined : this.#records.find((record) => sameOctets(record.hash, hash));
  }

  cover(name: DNSName): Nsec3Record | undefined {
    const hash = this.#hash(name);
    return hash === undefined ? undefined : this.#records.find((record) => nsec3Covers(record, hash));
  }

  /** The closest encloser proof (§8.3): the longest ancestor that matches, and a cover of the name one label longer. */
  encloser({ qname, zone }: Denied): { closestEncloser: DNSName; cover: Nsec3Record } | Denial {
    if (!qname.isPartOf(zone)) return failed('the name is outside the zone');
    for (let nextCloser = qname; nextCloser.labelCount > zone.labelCount; nextCloser = nextCloser.parent()) {
      const closestEncloser = nextCloser.parent();
      const match = this.match(closestEncloser);
      if (match === undefined) continue;
      if (endsZone(match.types)) return failed('the closest encloser is a delegation or has a DNAME');
      const cover = this.cover(nextCloser);
      return cover === undefined ? failed('no NSEC3 covers the next closer name') : { closestEncloser, cover };
    }
    return failed('no NSEC3 matches a closest encloser');
  }

  #hash(name: DNSName): Uint8Array | undefined {
    const known = this.#hashes.get(name.key);
    if (known !== undefined) return known;
    const { iterations, salt } = this.#records[0]!;
    if (this.#budget !== undefined && (this.#budget.hashes -= iterations + 1) < 0) this.exhausted = true;
    if (this.exhausted) return undefined;
    const hash = nsec3Hash(name, { iterations, salt });
    this.#hashes.set(name.key, hash);
    return hash;
  }
}

/** True when `hash` lies between the record's own and the next one, around the end for the last record. */
export function nsec3Covers({ hash: from, next: to }: Nsec3Record, hash: Uint8Array): boolean {
  const behind = compareOctets(from, hash) < 0;
  const before = compareOctets(hash, to) < 0;
  return compareOctets(from, to) < 0 ? behind && before : behind || before;
}
