/** What a cache counts, and how it is declared. */
import type { MetricsRegistry, MetricsRow } from '@span53/metrics';

const events = [
  'hits',
  'stale_hits',
  'misses',
  /** Found, but its time was over. */
  'expired',
  /** Another query has the same hash. */
  'collisions',
  /** Found, but longer than the client takes. */
  'too_long',
  'inserted',
  /** Not kept: no TTL, truncated, signed, too big. */
  'refused',
  'evicted',
  'flushed',
] as const;

/** An event of a cache. */
export type CacheEvent = (typeof events)[number];

/** Slots of one cache. */
export interface CacheMetrics {
  readonly events: Readonly<Record<CacheEvent, number>>;
  readonly entries: number;
  readonly octets: number;
}

/** Declares the metrics of one cache; `cache` tells several caches of a server apart. */
export function declareCacheMetrics(registry: MetricsRegistry, cache: string): CacheMetrics {
  const labels = { cache };
  return {
    events: registry.counters({
      name: 'span53_cache_events',
      help: 'Lookups in, and changes of, packet caches.',
      labels,
      label: 'event',
      values: events,
    }),
    entries: registry.gauge({ name: 'span53_cache_entries', help: 'Entries in packet caches.', labels }),
    octets: registry.gauge({
      name: 'span53_cache_size_bytes',
      help: 'Octets that packet caches hold, with an estimate of what an entry costs beside its message.',
      unit: 'bytes',
      labels,
    }),
  };
}

/** A row with one cache alone, for code that counts nowhere else. */
export function privateCacheMetrics(): { readonly row: MetricsRow; readonly slots: CacheMetrics } {
  const slots = Object.fromEntries(events.map((event, at) => [event, at])) as Record<CacheEvent, number>;
  const row = new Float64Array(events.length + 2);
  return { row, slots: { events: slots, entries: events.length, octets: events.length + 1 } };
}
