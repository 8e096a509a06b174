/** What does not exist (RFC 2308), and what could not be resolved (RFC 9520). */
import type { DNSName } from '@span53/dns/wire';
import type { Failure } from '../resolver/failure.ts';
import { BoundedMap } from './bounded-map.ts';
import { recordKey, type SignedRRset } from './record-cache.ts';

/** Longest life of a cached failure in seconds (RFC 9520 §3.2). */
const FAILURE_TTL_MAX = 300;

/** A name, or a type at a name, that does not exist, with the SOA and proofs that say so. */
export interface CachedDenial {
  readonly kind: 'nxdomain' | 'nodata';
  readonly name: DNSName;
  readonly authority: readonly SignedRRset[];
}

/** One denial or failure. */
export type NegativeEntry =
  | CachedDenial
  | { readonly kind: 'failure'; readonly name: DNSName; readonly failure: Failure };

/** A cached denial as it is now; `ttl` seconds are left. */
export interface NegativeHit {
  readonly entry: NegativeEntry;
  readonly ttl: number;
}

interface Stored {
  readonly entry: NegativeEntry;
  readonly expiresMs: number;
}

/** NXDOMAIN by name, NODATA and failures by name and type. Bounded. */
export class NegativeCache {
  /** Seconds that a denial is kept at most, whatever its SOA says. */
  readonly ttlMax: number;
  readonly #entries: BoundedMap<Stored>;
  /** Labels of the shortest name denied so far: there is nothing to look for above it. */
  #deniedLabelsMin = 128;

  constructor(limits: { readonly entriesMax: number; readonly ttlMax: number }) {
    this.ttlMax = limits.ttlMax;
    this.#entries = new BoundedMap(limits.entriesMax);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The denial or failure of exactly this name and type. */
  get(name: DNSName, type: number, nowMs: number): NegativeHit | undefined {
    return this.#hit(recordKey(name, 0), nowMs) ?? this.#hit(recordKey(name, type), nowMs);
  }

  /** NXDOMAIN of the closest denied ancestor with at most `labelsMax` labels (RFC 8020 §2). */
  deniedAbove(name: DNSName, nowMs: number, labelsMax = 127): NegativeHit | undefined {
    for (let at = name; at.labelCount > this.#deniedLabelsMin;) {
      at = at.parent();
      if (at.labelCount > labelsMax) continue;
      const hit = this.#hit(recordKey(at, 0), nowMs);
      if (hit !== undefined) return hit;
    }
    return undefined;
  }

  /** Keeps a denial of `name` for `ttl` seconds: the lesser of the SOA's TTL and its minimum (RFC 2308 §5). */
  putDenial(entry: CachedDenial, type: number, life: Life): number {
    const ttl = Math.min(life.ttl, this.ttlMax);
    const whole = entry.kind === 'nxdomain';
    if (whole) this.#deniedLabelsMin = Math.min(this.#deniedLabelsMin, entry.name.labelCount);
    if (ttl > 0) this.#put(recordKey(entry.name, whole ? 0 : type), entry, { ttl, nowMs: life.nowMs });
    return ttl;
  }

  /** Keeps a failure, at most five minutes. */
  putFailure(name: DNSName, type: number, failure: Failure, life: Life): void {
    const ttl = Math.min(life.ttl, FAILURE_TTL_MAX);
    if (ttl > 0) this.#put(recordKey(name, type), { kind: 'failure', name, failure }, { ttl, nowMs: life.nowMs });
  }

  /** Forgets a name, or with `subtree` all below it too. Returns how many entries that were. */
  flush(name: DNSName, subtree: boolean): number {
    return this.#entries.deleteWhere((_key, { entry }) =>
      subtree ? entry.name.isPartOf(name) : entry.name.equals(name),
    );
  }

  #put(key: string, entry: NegativeEntry, { ttl, nowMs }: Life): void {
    this.#entries.set(key, { entry, expiresMs: nowMs + ttl * 1000 });
  }

  #hit(key: string, nowMs: number): NegativeHit | undefined {
    const stored = this.#entries.get(key);
    if (stored === undefined || stored.expiresMs <= nowMs) return undefined;
    return { entry: stored.entry, ttl: Math.ceil((stored.expiresMs - nowMs) / 1000) };
  }
}

/** For how long from when. */
export interface Life {
  /** Seconds. */
  readonly ttl: number;
  readonly nowMs: number;
}
