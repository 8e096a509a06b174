import { isOutgoingQuery } from './facts.ts';
import { SpanKind, StatusCode } from './span.ts';

/** The columns of a span that a summary and the list of traces need. */
export interface SpanOutline {
  readonly spanId: string;
  readonly parentId: string;
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly startNs: bigint;
  readonly durationNs: number;
  readonly ended: boolean;
  readonly status: number;
  readonly question: string | undefined;
  readonly type: string | undefined;
  readonly rcode: string | undefined;
  readonly cacheHit: boolean | undefined;
  readonly server: string | undefined;
}

/** What one service did in a trace. */
export interface Hop {
  readonly service: string;
  /** Outcome of the first cache that the query met there. */
  readonly cache: 'hit' | 'miss' | undefined;
  readonly spans: number;
  readonly errors: number;
}

/** One line of the list of traces. */
export interface TraceSummary {
  readonly traceId: string;
  readonly startNs: bigint;
  /** From the entry span's start to its end, or the end of what its service began anew; the trace's extent while the
   *  entry span has not ended. */
  readonly durationNs: number;
  readonly service: string;
  readonly name: string;
  readonly question: string | undefined;
  readonly type: string | undefined;
  readonly rcode: string | undefined;
  readonly spanCount: number;
  readonly errorCount: number;
  /** In the order of the chain. */
  readonly hops: readonly Hop[];
  /** Distinct servers that were asked. */
  readonly serversAsked: number;
}

/** Outcome of the first cache on the way of the query: a client in front has none. */
export function firstCache(path: readonly Hop[]): Hop['cache'] {
  return path.find(({ cache }) => cache !== undefined)?.cache;
}

/** Sums up a trace from all its spans; there must be at least one. */
export function summarise(traceId: string, spans: readonly SpanOutline[]): TraceSummary {
  const entry = entrySpan(spans);
  const sameService = spans.filter((span) => span.service === entry.service && !isOutgoingQuery(span));
  const first = <K extends 'question' | 'type' | 'rcode'>(key: K): string | undefined =>
    entry[key] ?? sameService.find((span) => span[key] !== undefined)?.[key];
  return {
    traceId,
    startNs: entry.startNs,
    durationNs: extent(entry.ended ? [entry, ...spans.filter((span) => continues(span, entry))] : spans),
    service: entry.service,
    name: entry.name,
    question: first('question'),
    type: first('type'),
    rcode: first('rcode'),
    spanCount: spans.length,
    errorCount: count(spans, (span) => span.status === StatusCode.ERROR),
    hops: hops(spans, entry),
    serversAsked: new Set(spans.filter(isOutgoingQuery).map((span) => span.server ?? '')).size,
  };
}

/** The topmost span: one without a stored parent, SERVER before others, then the earliest, then the longest. */
function entrySpan(spans: readonly SpanOutline[]): SpanOutline {
  const ids = new Set(spans.map((span) => span.spanId));
  const topmost = spans.filter((span) => !ids.has(span.parentId));
  const rank = (span: SpanOutline): number => (span.kind === SpanKind.SERVER ? 0 : 1);
  const candidates = topmost.length > 0 ? topmost : spans; // a cycle has no top
  return candidates.reduce((best, span) => {
    const order = rank(span) - rank(best) || Number(span.startNs - best.startNs) || best.durationNs - span.durationNs;
    return order < 0 ? span : best;
  });
}

/** dnsdist's entry span ends when the query is on its way; how it handles the response stands beside it, without a
 *  parent (dnsdist 2.1). The client waited for both. */
function continues(span: SpanOutline, entry: SpanOutline): boolean {
  return span.parentId === '' && span.service === entry.service && span.startNs >= entry.startNs;
}

function extent(spans: readonly SpanOutline[]): number {
  let start = spans[0]!.startNs;
  let end = start;
  for (const span of spans) {
    if (span.startNs < start) start = span.startNs;
    const spanEnd = span.startNs + BigInt(Math.round(span.durationNs));
    if (spanEnd > end) end = spanEnd;
  }
  return Number(end - start);
}

/** Services in the order of the chain: by how deep they come in, because their clocks may disagree. */
function hops(spans: readonly SpanOutline[], entry: SpanOutline): readonly Hop[] {
  const depths = spanDepths(spans);
  const ordered = spans.toSorted(
    (a, b) => depths.get(a.spanId)! - depths.get(b.spanId)! || Number(a.startNs - b.startNs),
  );
  const services = [...new Set([entry.service, ...ordered.map((span) => span.service)])];
  const servers = new Set(spans.filter((span) => span.kind === SpanKind.SERVER).map((span) => span.spanId));
  return services.map((service) => {
    const own = ordered.filter((span) => span.service === service);
    // Only caches that the query itself met count: a lookup further down may be for a delegation.
    const lookups = own.filter((span) => span.cacheHit !== undefined);
    const met = lookups.filter((span) => servers.has(span.parentId) || servers.has(span.spanId));
    const cached = (met.length > 0 ? met : lookups.slice(0, 1)).map((span) => span.cacheHit);
    return {
      service,
      cache: cached.length === 0 ? undefined : cached.includes(true) ? 'hit' : 'miss',
      spans: own.length,
      errors: count(own, (span) => span.status === StatusCode.ERROR),
    };
  });
}

/** Number of services passed on the way down to each span; 0 at the top. */
function spanDepths(spans: readonly SpanOutline[]): ReadonlyMap<string, number> {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const depths = new Map<string, number>();
  for (const span of spans) {
    const way: SpanOutline[] = [];
    const onWay = new Set<string>();
    let at: SpanOutline | undefined = span;
    for (; at !== undefined && !depths.has(at.spanId) && !onWay.has(at.spanId); at = byId.get(at.parentId)) {
      way.push(at);
      onWay.add(at.spanId);
    }
    let above = at;
    for (const step of way.toReversed()) {
      const crosses = above !== undefined && above.service !== step.service;
      depths.set(step.spanId, (above === undefined ? 0 : (depths.get(above.spanId) ?? 0)) + Number(crosses));
      above = step;
    }
  }
  return depths;
}

function count<T>(values: readonly T[], test: (value: T) => boolean): number {
  return values.filter(test).length;
}
