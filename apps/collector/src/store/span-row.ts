import { dnsFacts } from '../model/facts.ts';
import { nameKey } from '../model/name-key.ts';
import { type Attributes, formatValue, type SpanEvent, type SpanLink, type SpanRecord } from '../model/span.ts';
import type { SpanOutline } from '../model/summary.ts';

/** Columns read for a summary; integers arrive as bigint. */
export interface OutlineRow {
  readonly span_id: Buffer;
  readonly parent_id: Buffer | null;
  readonly service: string;
  readonly name: string;
  readonly kind: bigint;
  readonly start_ns: bigint;
  readonly duration_ns: bigint;
  readonly ended: bigint;
  readonly status: bigint;
  readonly question: string | null;
  readonly type: string | null;
  readonly rcode: string | null;
  readonly cache_hit: bigint | null;
  readonly server: string | null;
}

/** Columns read for a whole span. */
export interface SpanRow extends OutlineRow {
  readonly doc: string;
}

interface SpanDoc {
  readonly a: Attributes;
  readonly e: readonly SpanEvent[];
  readonly l: readonly SpanLink[];
  readonly m: string;
  readonly t: string;
  readonly f: number;
  readonly s: string;
  readonly r: Attributes;
  readonly d: number;
}

/** The values of a span's row, in the order of the INSERT; `trace` is the row number of its trace. */
export function spanValues(span: SpanRecord, trace: number | bigint): readonly unknown[] {
  const facts = dnsFacts(span);
  const doc: SpanDoc = {
    a: span.attributes,
    e: span.events,
    l: span.links,
    m: span.statusMessage,
    t: span.traceState,
    f: span.flags,
    s: span.scope,
    r: span.resource,
    d: span.droppedCount,
  };
  return [
    trace,
    Buffer.from(span.spanId, 'hex'),
    span.parentId === '' ? null : Buffer.from(span.parentId, 'hex'),
    span.service,
    span.name,
    span.kind,
    span.startNs,
    Math.round(span.durationNs),
    Number(span.ended),
    span.status,
    facts.question ?? null,
    facts.question === undefined ? null : nameKey(facts.question),
    facts.type ?? null,
    facts.rcode ?? null,
    facts.cacheHit === undefined ? null : Number(facts.cacheHit),
    facts.server ?? null,
    JSON.stringify(doc),
  ];
}

/** What full-text search finds a span by. */
export function spanText(span: SpanRecord): string {
  const words = [span.service, span.name, span.statusMessage];
  for (const [key, value] of span.attributes) words.push(key, formatValue(value));
  for (const event of span.events) {
    words.push(event.name);
    for (const [key, value] of event.attributes) words.push(key, formatValue(value));
  }
  return words.join(' ');
}

/** A row as outline. */
export function outlineOf(row: OutlineRow): SpanOutline {
  return {
    spanId: row.span_id.toString('hex'),
    parentId: row.parent_id?.toString('hex') ?? '',
    service: row.service,
    name: row.name,
    kind: Number(row.kind),
    startNs: row.start_ns,
    durationNs: Number(row.duration_ns),
    ended: row.ended === 1n,
    status: Number(row.status),
    question: row.question ?? undefined,
    type: row.type ?? undefined,
    rcode: row.rcode ?? undefined,
    cacheHit: row.cache_hit === null ? undefined : row.cache_hit === 1n,
    server: row.server ?? undefined,
  };
}

/** A row as the span it was made from. */
export function spanOf(row: SpanRow, traceId: string): SpanRecord {
  const { spanId, parentId, service, name, kind, startNs, durationNs, ended, status } = outlineOf(row);
  const doc = JSON.parse(row.doc) as SpanDoc;
  return {
    traceId,
    spanId,
    parentId,
    service,
    name,
    kind,
    startNs,
    durationNs,
    ended,
    status,
    statusMessage: doc.m,
    attributes: doc.a,
    events: doc.e,
    links: doc.l,
    traceState: doc.t,
    flags: doc.f,
    scope: doc.s,
    resource: doc.r,
    droppedCount: doc.d,
  };
}
