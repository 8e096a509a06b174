import { type Context, Hono } from 'hono';
import type { Ingest } from '../ingest.ts';
import { parseDuration } from '../model/duration.ts';
import { jaegerTrace } from '../model/jaeger.ts';
import { formatValue } from '../model/span.ts';
import { serviceGraph } from '../store/graph.ts';
import { findTraceIds, type JaegerQuery, operations, services } from '../store/jaeger-search.ts';
import { findSummary } from '../store/search.ts';
import type { TraceStore } from '../store/trace-store.ts';
import { normaliseTraceId } from './api.ts';

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const limitMax = 1000;
const limitDefault = 20;
/** Spans after which an answer takes no further trace. */
const answerSpansMax = 20_000;
const lookbackDefaultNs = 2 * 86_400e9;

/** Jaeger's query API below /api, as far as Grafana's Jaeger data source and Jaeger's own page use it. */
export function jaegerRoutes({
  store,
  ingest,
  nowMs,
}: {
  store: TraceStore;
  ingest: Ingest;
  nowMs: () => number;
}): Hono {
  const app = new Hono();
  app.use('*', async (_context, next) => {
    ingest.flush();
    await next();
  });
  app.get('/services', (context) => data(context, services(store)));
  app.get('/services/:service/operations', (context) =>
    data(
      context,
      operations(store, context.req.param('service')).map(({ name }) => name),
    ),
  );
  app.get('/operations', (context) => {
    const kind = context.req.query('spanKind');
    const found = operations(store, context.req.query('service') ?? '').map((operation) => ({
      name: operation.name,
      spanKind: kinds[operation.kind] ?? 'unspecified',
    }));
    return data(context, kind ? found.filter(({ spanKind }) => spanKind === kind) : found);
  });
  app.get('/traces', (context) => {
    const ids = context.req.queries('traceID')?.flatMap((text) => normaliseTraceId(text) ?? []);
    const query = ids === undefined ? parseQuery(context, nowMs()) : undefined;
    if (typeof query === 'string') return failure(context, 400, query);
    const wanted = query === undefined ? ids!.slice(0, limitMax) : findTraceIds(store, query);
    return data(context, traces(store, wanted));
  });
  app.get('/traces/:id', (context) => {
    const found = trace(store, normaliseTraceId(context.req.param('id')) ?? '');
    return found.length > 0 ? data(context, found) : failure(context, 404, 'trace not found');
  });
  app.get('/dependencies', (context) => {
    const calls = serviceGraph(store).calls.filter(({ known }) => known);
    return data(
      context,
      calls.map(({ from, to, calls: callCount }) => ({ parent: from, child: to, callCount })),
    );
  });
  return app;
}

function traces(store: TraceStore, ids: readonly string[]): readonly object[] {
  const found: object[] = [];
  let spans = 0;
  for (const id of ids) {
    if (spans > answerSpansMax) break;
    spans += findSummary(store, id)?.spanCount ?? 0;
    found.push(...trace(store, id));
  }
  return found;
}

function trace(store: TraceStore, id: string): readonly object[] {
  const spans = store.spans(id);
  return spans.length === 0 ? [] : [jaegerTrace(id, spans)];
}

function data(context: Context, values: readonly unknown[]): Response {
  return context.json({ data: values, total: values.length, limit: 0, offset: 0, errors: null });
}

function failure(context: Context, status: 400 | 404, message: string): Response {
  return context.json({ data: null, total: 0, limit: 0, offset: 0, errors: [{ code: status, msg: message }] }, status);
}

/** The parameters of GET /api/traces, or what is wrong with them. Times are Unix microseconds. */
function parseQuery(context: Context, nowMs: number): JaegerQuery | string {
  const parameter = (name: string): string | undefined => context.req.query(name) || undefined;
  const limit = Number(parameter('limit') ?? limitDefault);
  if (!Number.isInteger(limit) || limit < 1) return 'limit: expected a positive integer';
  const [minNs, maxNs, lookbackNs] = ['minDuration', 'maxDuration', 'lookback'].map((name) =>
    durationOf(parameter(name)),
  );
  if (Number.isNaN(minNs) || Number.isNaN(maxNs) || Number.isNaN(lookbackNs)) {
    return 'minDuration, maxDuration and lookback are durations such as 1.5ms or 1h';
  }
  const end = microseconds(parameter('end')) ?? BigInt(Math.round(nowMs * 1000)) + 60_000_000n;
  const start = microseconds(parameter('start')) ?? end - BigInt(Math.round((lookbackNs ?? lookbackDefaultNs) / 1000));
  const tags = parseTags(parameter('tags'), context.req.queries('tag') ?? []);
  if (typeof tags === 'string') return tags;
  return {
    service: parameter('service'),
    operation: parameter('operation') === 'all' ? undefined : parameter('operation'),
    tags,
    minNs,
    maxNs,
    fromNs: storable(start * 1000n),
    toNs: storable(end * 1000n),
    limit: Math.min(limit, limitMax),
  };
}

/** Nanoseconds, NaN for what is no duration, undefined for what is not given. */
function durationOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseDuration(text) ?? Number.NaN);
}

/** Within what SQLite stores; no span lies beyond. */
function storable(ns: bigint): bigint {
  const max = (1n << 63n) - 1n;
  return ns < 0n ? 0n : ns > max ? max : ns;
}

function microseconds(text: string | undefined): bigint | undefined {
  return text !== undefined && /^\d{1,16}$/.test(text) ? BigInt(text) : undefined;
}

/** `tags` is a JSON object, `tag` is `key:value` and may be repeated. */
function parseTags(json: string | undefined, pairs: readonly string[]): (readonly [string, string])[] | string {
  const tags: (readonly [string, string])[] = pairs.map((pair) => {
    const colon = pair.indexOf(':');
    return [pair.slice(0, Math.max(colon, 0)), pair.slice(colon + 1)];
  });
  if (json === undefined) return tags;
  try {
    const object: unknown = JSON.parse(json);
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return 'tags: expected a JSON object';
    return [...tags, ...Object.entries(object).map(([key, value]) => [key, formatValue(value)] as const)];
  } catch {
    return 'tags: not JSON';
  }
}
