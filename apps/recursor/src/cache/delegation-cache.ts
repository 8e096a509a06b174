/** Zone cuts as parents described them. */
import type { DNSName } from '@span53/dns/wire';
import { BoundedMap } from './bounded-map.ts';

/** The NS names of a zone. */
export interface CachedDelegation {
  readonly zone: DNSName;
  readonly servers: readonly DNSName[];
  readonly storedMs: number;
  readonly expiresMs: number;
}

/**
 * NS sets from referrals, apart from the NS records that answer clients: what a child says about itself never prolongs
 * or replaces what its parent says, so a withdrawn delegation ends with its TTL (ghost domains), and NS records in
 * the authority section of an answer move nothing. Bounded.
 */
export class DelegationCache {
  readonly #entries: BoundedMap<CachedDelegation>;
  readonly #ttlMax: number;

  constructor(limits: { readonly entriesMax: number; readonly ttlMax: number }) {
    this.#entries = new BoundedMap(limits.entriesMax);
    this.#ttlMax = limits.ttlMax;
  }

  get size(): number {
    return this.#entries.size;
  }

  put(zone: DNSName, servers: readonly DNSName[], life: { readonly ttl: number; readonly nowMs: number }): void {
    const { nowMs } = life;
    const expiresMs = nowMs + Math.min(life.ttl, this.#ttlMax) * 1000;
    this.#entries.set(zone.key, { zone, servers, storedMs: nowMs, expiresMs });
  }

  /** The deepest live delegation at or above `name` that `accepts` takes. */
  closest(
    name: DNSName,
    nowMs: number,
    accepts: (delegation: CachedDelegation) => boolean,
  ): CachedDelegation | undefined {
    const { key, wire } = name;
    for (let at = 0; ; at += wire[at]! + 1) {
      const entry = this.#entries.get(at === 0 ? key : key.slice(at));
      if (entry !== undefined && entry.expiresMs > nowMs && accepts(entry)) return entry;
      if (wire[at] === 0) return undefined;
    }
  }

  /** Forgets the cut at a name, or with `subtree` all below it too. Returns how many that were. */
  flush(name: DNSName, subtree: boolean): number {
    return this.#entries.deleteWhere((_key, { zone }) => (subtree ? zone.isPartOf(name) : zone.equals(name)));
  }
}
