import { assemble, type TraceTree } from './assemble.ts';
import { type Attributes, type AttributeValue, SpanKind, type SpanRecord, StatusCode } from './span.ts';

interface JaegerTag {
  readonly key: string;
  readonly type: 'string' | 'bool' | 'int64' | 'float64';
  readonly value: string | number | boolean;
}

/** A trace in the JSON of Jaeger's query API. */
export interface JaegerTrace {
  readonly traceID: string;
  readonly spans: readonly object[];
  readonly processes: Readonly<Record<string, { serviceName: string; tags: readonly JaegerTag[] }>>;
  readonly warnings: readonly string[] | null;
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/** Turns the spans of one trace into Jaeger's JSON: microseconds, tags, logs, references, processes. */
export function jaegerTrace(traceId: string, spans: readonly SpanRecord[]): JaegerTrace {
  const tree = assemble(traceId, spans);
  const processes: Record<string, { serviceName: string; tags: readonly JaegerTag[] }> = {};
  const ids = new Map<string, string>();
  const processOf = ({ service, resource }: SpanRecord): string => {
    const key = JSON.stringify([service, resource]);
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = `p${ids.size + 1}`;
    ids.set(key, id);
    processes[id] = { serviceName: service, tags: tags(resource.filter(([name]) => name !== 'service.name')) };
    return id;
  };
  const jaegerSpans = tree.nodes.map(({ span }, index) => jaegerSpan(span, processOf(span), warnings(tree, index)));
  return { traceID: traceId, spans: jaegerSpans, processes, warnings: null };
}

function warnings(tree: TraceTree, index: number): readonly string[] | null {
  const texts = tree.notes.filter((note) => note.span === index).map((note) => note.text);
  return texts.length === 0 ? null : texts;
}

function jaegerSpan(span: SpanRecord, processID: string, notes: readonly string[] | null): object {
  return {
    traceID: span.traceId,
    spanID: span.spanId,
    operationName: span.name,
    references: [
      ...(span.parentId === '' ? [] : [reference('CHILD_OF', span.traceId, span.parentId)]),
      ...span.links.map((link) => reference('FOLLOWS_FROM', link.traceId, link.spanId)),
    ],
    flags: span.flags & 0xff,
    startTime: Number(span.startNs / 1000n),
    duration: Math.round(span.durationNs / 1000),
    tags: [...tags(span.attributes), ...tags(ownTags(span))],
    logs: span.events.map((event) => ({
      timestamp: Math.round((Number(span.startNs / 1000n) * 1000 + event.atNs) / 1000),
      fields: tags([['event', event.name], ...event.attributes]),
    })),
    processID,
    warnings: notes,
  };
}

function reference(refType: string, traceID: string, spanID: string): object {
  return { refType, traceID, spanID };
}

/** What OTLP has as fields and Jaeger as tags. */
function ownTags(span: SpanRecord): Attributes {
  return [
    ['span.kind', kinds[span.kind] ?? kinds[SpanKind.UNSPECIFIED]!],
    ...(span.status === StatusCode.ERROR ? ([['error', true]] as const) : []),
    ...(span.status === StatusCode.UNSET ? [] : ([['otel.status_code', span.status === 1 ? 'OK' : 'ERROR']] as const)),
    ...(span.statusMessage === '' ? [] : ([['otel.status_description', span.statusMessage]] as const)),
    ...(span.scope === '' ? [] : ([['otel.scope.name', span.scope]] as const)),
    ...(span.traceState === '' ? [] : ([['w3c.tracestate', span.traceState]] as const)),
  ];
}

function tags(attributes: Attributes): readonly JaegerTag[] {
  return attributes.map(([key, value]) => tag(key, value));
}

function tag(key: string, value: AttributeValue): JaegerTag {
  if (typeof value === 'string') return { key, type: 'string', value };
  if (typeof value === 'boolean') return { key, type: 'bool', value };
  if (typeof value === 'number') return { key, type: Number.isInteger(value) ? 'int64' : 'float64', value };
  return { key, type: 'string', value: JSON.stringify(value) };
}
