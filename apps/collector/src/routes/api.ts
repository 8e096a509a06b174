import { type Context, Hono } from 'hono';
import type { Ingest } from '../ingest.ts';
import type { StatsJson } from '../model/api-types.ts';
import { parseFilter, type TraceFilter } from '../model/filter.ts';
import { summaryJson, traceJson } from '../model/to-json.ts';
import { serviceGraph } from '../store/graph.ts';
import { type Cursor, findSummary, searchTraces } from '../store/search.ts';
import { storeStats } from '../store/stats.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { Tail } from '../tail.ts';

/** What the routes read from. */
export interface ApiSources {
  readonly store: TraceStore;
  readonly ingest: Ingest;
  readonly tail: Tail;
  readonly sizeMax: number;
  readonly counters: () => StatsJson['counters'];
  readonly nowMs: () => number;
}

const pageDefault = 50;
const pageMax = 500;
const statsAgeMs = 700;
/** Query parameters that are terms of the filter language. */
const termKeys = ['name', 'type', 'rcode', 'min', 'max', 'last', 'service', 'cache'] as const;

/** Our own query API, below /api/v1. */
export function apiRoutes(sources: ApiSources): Hono {
  const { store, ingest, tail } = sources;
  const app = new Hono();
  app.get('/traces', (context) => listTraces(context, sources));
  app.get('/traces/:id', (context) => {
    ingest.flush();
    const traceId = normaliseTraceId(context.req.param('id'));
    const summary = traceId === undefined ? undefined : findSummary(store, traceId);
    if (summary === undefined) return context.json({ error: 'no such trace' }, 404);
    return context.json(traceJson(summary, store.spans(summary.traceId)));
  });
  app.get('/graph', (context) => {
    ingest.flush();
    return context.json(serviceGraph(store));
  });
  let counted: { readonly atMs: number; readonly stats: Omit<StatsJson, 'counters'> } | undefined;
  app.get('/stats', (context) => {
    const atMs = sources.nowMs();
    // Every open page asks, and the answer takes time in a large store.
    if (counted === undefined || atMs - counted.atMs > statsAgeMs) {
      counted = { atMs, stats: storeStats(store, sources.sizeMax) };
    }
    const stats: StatsJson = { ...counted.stats, counters: sources.counters() };
    return context.json(stats);
  });
  app.get('/tail', (context) => {
    const body = tail.connect();
    if (body === undefined) return context.json({ error: 'too many live views are open' }, 503);
    return context.body(body, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  });
  return app;
}

/** A trace ID in our form: hex in any case, leading zeros may be missing. Undefined when it is none. */
export function normaliseTraceId(text: string): string | undefined {
  return /^[0-9a-fA-F]{1,32}$/.test(text) ? text.toLowerCase().padStart(32, '0') : undefined;
}

function listTraces(context: Context, { store, ingest, nowMs }: ApiSources): Response {
  const filter = filterOf(context);
  if (typeof filter === 'string') return context.json({ error: filter }, 400);
  const limit = Number(context.req.query('limit') ?? pageDefault);
  if (!Number.isInteger(limit) || limit < 1 || limit > pageMax) {
    return context.json({ error: `limit: expected 1 to ${pageMax}` }, 400);
  }
  const cursorText = context.req.query('before');
  const before = cursorText === undefined ? undefined : parseCursor(cursorText);
  if (cursorText !== undefined && before === undefined) return context.json({ error: 'before: not a cursor' }, 400);
  ingest.flush();
  const page = searchTraces(store, filter, { limit, before, nowMs: nowMs() });
  return context.json({
    traces: page.traces.map(summaryJson),
    next: page.next === undefined ? null : `${page.next.startNs}-${page.next.id}`,
  });
}

/** The parameter `q` in the filter language, and each of its terms as a parameter; or what is wrong. */
function filterOf(context: Context): TraceFilter | string {
  const terms = [context.req.query('q') ?? ''];
  for (const key of termKeys) {
    const value = context.req.query(key);
    if (value !== undefined) terms.push(`${key}:"${value.replaceAll('"', '')}"`);
  }
  if (context.req.query('error') === 'true') terms.push('error');
  const parsed = parseFilter(terms.join(' '));
  return 'problem' in parsed ? parsed.problem : parsed.filter;
}

function parseCursor(text: string): Cursor | undefined {
  const match = /^(\d{1,18}|\d{19})-(\d{1,15})$/.exec(text);
  return match === null ? undefined : { startNs: BigInt.asIntN(64, BigInt(match[1]!)), id: BigInt(match[2]!) };
}
