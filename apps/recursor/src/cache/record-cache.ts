/** RRsets by owner and type, with the trust they came with (RFC 2181 §5.4.1) and their signatures. */
import { type DNSName, type RRset, RType } from '@span53/dns/wire';
import { BoundedMap } from './bounded-map.ts';
import type { Trust } from './trust.ts';

/** An RRset and the RDATA of the RRSIG records that cover it. */
export interface SignedRRset extends RRset {
  readonly signatures: readonly Uint8Array[];
  /** NSEC or NSEC3 RRsets by which a wildcard may stand for the owner (RFC 4035 §3.1.3.3). */
  readonly proof?: readonly SignedRRset[];
}

/** A cached RRset as it is now. */
export interface RecordHit {
  readonly set: SignedRRset;
  /** Seconds left, rounded up: never 0. */
  readonly ttl: number;
  readonly trust: Trust;
}

interface Entry {
  readonly set: SignedRRset;
  readonly trust: Trust;
  readonly expiresMs: number;
}

/** Limits of the cache. */
export interface RecordCacheLimits {
  /** RRsets. */
  readonly entriesMax: number;
  /** Octets of all RDATA, signatures and proofs of an RRset; larger ones are not kept. */
  readonly entryOctetsMax: number;
  /** Seconds: bounds of every TTL at insertion. */
  readonly ttlMin: number;
  readonly ttlMax: number;
}

/** Positive answers and glue. Bounded; an entry lives as long as its TTL. */
export class RecordCache {
  readonly limits: RecordCacheLimits;
  readonly #entries: BoundedMap<Entry>;
  #hasDname = false;

  constructor(limits: RecordCacheLimits) {
    this.limits = limits;
    this.#entries = new BoundedMap(limits.entriesMax);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** False as long as no DNAME was ever kept: then nobody needs to look for one above a name. */
  get hasDname(): boolean {
    return this.#hasDname;
  }

  get evicted(): number {
    return this.#entries.evicted;
  }

  /** The RRset, when it is there, has not expired and is trusted at least as far as `trust`. */
  get(name: DNSName, type: number, need: { readonly nowMs: number; readonly trust: Trust }): RecordHit | undefined {
    const entry = this.#entries.get(recordKey(name, type));
    if (entry === undefined || entry.expiresMs <= need.nowMs || entry.trust < need.trust) return undefined;
    return { set: entry.set, ttl: Math.ceil((entry.expiresMs - need.nowMs) / 1000), trust: entry.trust };
  }

  /**
   * Keeps an RRset, unless one of higher trust is there and alive. Returns the TTL it now has, bounded by the limits.
   * The cache owns `set` from here on.
   */
  put(set: SignedRRset, trust: Trust, nowMs: number): number {
    const { ttlMin, ttlMax, entryOctetsMax } = this.limits;
    const ttl = Math.max(ttlMin, Math.min(ttlMax, set.ttl));
    if (ttl === 0 || octetsOf(set) > entryOctetsMax) return ttl;
    const key = recordKey(set.name, set.type);
    const present = this.#entries.get(key);
    if (present !== undefined && present.trust > trust && present.expiresMs > nowMs) return ttl;
    this.#hasDname ||= set.type === RType.DNAME;
    this.#entries.set(key, { set, trust, expiresMs: nowMs + ttl * 1000 });
    return ttl;
  }

  /** Forgets a name, or with `subtree` all below it too. Returns how many RRsets that were. */
  flush(name: DNSName, subtree: boolean): number {
    return this.#entries.deleteWhere((_key, { set }) => (subtree ? set.name.isPartOf(name) : set.name.equals(name)));
  }
}

/** Key of a name and a type. */
export function recordKey(name: DNSName, type: number): string {
  return String.fromCharCode(type) + name.key;
}

function octetsOf(set: SignedRRset): number {
  let octets = 0;
  for (const rdata of set.rdata) octets += rdata.length;
  for (const signature of set.signatures) octets += signature.length;
  for (const proof of set.proof ?? []) octets += octetsOf(proof);
  return octets;
}
