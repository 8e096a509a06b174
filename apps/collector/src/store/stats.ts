import type { StatsJson } from '../model/api-types.ts';
import { services } from './jaeger-search.ts';
import type { TraceStore } from './trace-store.ts';

/** Traces whose durations and codes are summed up: the newest. */
const recentMax = 1000;

interface RecentRow {
  readonly duration_ns: number;
  readonly rcode: string | null;
  readonly cache: string | null;
  readonly error_count: number;
}

/** What the store holds, and how the newest traces went. */
export function storeStats(store: TraceStore, sizeMax: number): Omit<StatsJson, 'counters'> {
  const { db } = store;
  const recent = db
    .prepare<[number], RecentRow>('SELECT duration_ns, rcode, cache, error_count FROM traces ORDER BY id DESC LIMIT ?')
    .all(recentMax);
  const durations = recent.map((row) => row.duration_ns).toSorted((a, b) => a - b);
  const quantile = (q: number): number =>
    durations[Math.min(durations.length - 1, Math.floor(q * durations.length))] ?? 0;
  const byCode = Map.groupBy(recent, (row) => row.rcode ?? 'none');
  const rcodes = [...byCode].map(([rcode, rows]) => ({ rcode, traces: rows.length }));
  return {
    traces: count(store, 'SELECT count(*) FROM traces'),
    spans: count(store, 'SELECT coalesce(sum(span_count), 0) FROM traces'),
    sizeOctets: store.sizeOctets,
    sizeMax,
    oldestMs: (db.prepare('SELECT min(first_seen_ms) FROM traces').pluck().get() as number | null) ?? null,
    services: services(store),
    recent: {
      traces: recent.length,
      errors: recent.filter((row) => row.error_count > 0).length,
      hits: recent.filter((row) => row.cache === 'hit').length,
      p50Ns: quantile(0.5),
      p95Ns: quantile(0.95),
      p99Ns: quantile(0.99),
      rcodes: rcodes.toSorted((a, b) => b.traces - a.traces),
    },
  };
}

function count(store: TraceStore, sql: string): number {
  return store.db.prepare(sql).pluck().get() as number;
}
