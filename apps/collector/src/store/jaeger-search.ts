import { formatValue } from '../model/span.ts';
import type { TraceStore } from './trace-store.ts';

/** What Jaeger's query API can ask for. Times are Unix nanoseconds. */
export interface JaegerQuery {
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly minNs: number | undefined;
  readonly maxNs: number | undefined;
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly limit: number;
}

/** Spans whose tags are compared at most: tags are not indexed one by one. */
const spansExaminedMax = 50_000;

/** Service names in alphabetical order. */
export function services(store: TraceStore): readonly string[] {
  // A loose index scan: one seek a service, however many spans there are.
  return store.db
    .prepare(
      `WITH RECURSIVE found (service) AS (
         SELECT min(service) FROM spans
         UNION ALL
         SELECT (SELECT min(service) FROM spans WHERE service > found.service) FROM found WHERE service IS NOT NULL
         LIMIT 1000)
       SELECT service FROM found WHERE service IS NOT NULL`,
    )
    .pluck()
    .all() as string[];
}

/** Span names of a service with their kinds, in alphabetical order. */
export function operations(store: TraceStore, service: string): readonly { name: string; kind: number }[] {
  return store.db
    .prepare<[string], { name: string; kind: number }>(
      `SELECT name, max(kind) AS kind FROM spans WHERE service = ? GROUP BY name ORDER BY name LIMIT 1000`,
    )
    .all(service);
}

/** IDs of the traces with a span that satisfies the whole query, newest first. */
export function findTraceIds(store: TraceStore, query: JaegerQuery): readonly string[] {
  const where = ['start_ns BETWEEN ? AND ?'];
  const values: unknown[] = [query.fromNs, query.toNs];
  const add = (condition: string, value: unknown): void => {
    if (value === undefined) return;
    where.push(condition);
    values.push(value);
  };
  add('service = ?', query.service);
  add('name = ?', query.operation);
  add('duration_ns >= ?', query.minNs);
  add('duration_ns <= ?', query.maxNs);
  const rows = store.db
    .prepare<unknown[], { trace: number; status: number; kind: number; doc: string }>(
      `SELECT trace, status, kind, doc FROM spans WHERE ${where.join(' AND ')} ORDER BY start_ns DESC
       LIMIT ${spansExaminedMax}`,
    )
    .iterate(...values);
  const found = new Set<number>();
  for (const row of rows) {
    if (query.tags.length === 0 || matchesTags(row, query.tags)) found.add(row.trace);
    if (found.size >= query.limit) break;
  }
  const idOf = store.db.prepare('SELECT lower(hex(trace_id)) FROM traces WHERE id = ?').pluck();
  return [...found].map((trace) => idOf.get(trace) as string);
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

function matchesTags(row: { status: number; kind: number; doc: string }, tags: JaegerQuery['tags']): boolean {
  const { a, r } = JSON.parse(row.doc) as { a: [string, never][]; r: [string, never][] };
  const pairs: (readonly [string, string])[] = [...a, ...r].map(([key, value]) => [key, formatValue(value)]);
  pairs.push(['span.kind', kinds[row.kind] ?? ''], ['error', String(row.status === 2)]);
  return tags.every(([key, value]) => pairs.some((pair) => pair[0] === key && pair[1] === value));
}
