import type { Attributes, SpanEvent, SpanLink, SpanRecord } from '../model/span.ts';
import { textAttribute } from '../model/span.ts';
import { fitSpan } from './span-size.ts';

/** Where the spans of a request come from: its resource and scope. */
export interface SpanSource {
  readonly service: string;
  readonly resource: Attributes;
  readonly scope: string;
}

/** A span as a decoder found it, before it is checked. IDs are hex in any case, times are Unix nanoseconds. */
export interface RawSpan {
  traceId: string;
  spanId: string;
  parentId: string;
  name: string;
  kind: number;
  startNs: bigint;
  endNs: bigint;
  attributes: Attributes;
  events: (Omit<SpanEvent, 'atNs'> & { at: bigint })[];
  links: SpanLink[];
  status: number;
  statusMessage: string;
  traceState: string;
  flags: number;
  droppedCount: number;
}

/** An empty span for a decoder to fill. */
export function rawSpan(): RawSpan {
  return {
    traceId: '',
    spanId: '',
    parentId: '',
    name: '',
    kind: 0,
    startNs: 0n,
    endNs: 0n,
    attributes: [],
    events: [],
    links: [],
    status: 0,
    statusMessage: '',
    traceState: '',
    flags: 0,
    droppedCount: 0,
  };
}

/** What a decoder gives its spans to. */
export interface SpanSink {
  accept(span: SpanRecord): void;
  /** A span that cannot be stored, and why. */
  reject(reason: string): void;
}

/** Reads service.name from a resource; the name OpenTelemetry prescribes stands in where there is none. */
export function spanSource(resource: Attributes, scopeName: string, scopeVersion: string): SpanSource {
  return {
    service: textAttribute(resource, 'service.name') ?? 'unknown_service',
    resource,
    scope: scopeVersion === '' ? scopeName : `${scopeName} ${scopeVersion}`,
  };
}

/** Checks one span and hands it on: IDs well-formed and not zero, start within what SQLite can order. */
export function deliver(raw: RawSpan, source: SpanSource, sink: SpanSink): void {
  const reason = defect(raw);
  if (reason !== undefined) {
    sink.reject(reason);
    return;
  }
  const ended = raw.endNs !== 0n;
  const durationNs = Number(raw.endNs - raw.startNs);
  const span: SpanRecord = {
    traceId: raw.traceId.toLowerCase(),
    spanId: raw.spanId.toLowerCase(),
    parentId: isZeroId(raw.parentId) ? '' : raw.parentId.toLowerCase(),
    service: source.service,
    name: raw.name === '' ? 'unnamed' : raw.name,
    kind: raw.kind,
    startNs: raw.startNs,
    durationNs: ended ? Math.min(Math.max(durationNs, 0), Number.MAX_SAFE_INTEGER) : 0,
    ended,
    status: raw.status,
    statusMessage: raw.statusMessage,
    attributes: raw.attributes,
    events: raw.events.map(({ name, attributes, at }) => ({ name, atNs: Number(at - raw.startNs), attributes })),
    links: raw.links,
    traceState: raw.traceState,
    flags: raw.flags,
    scope: source.scope,
    resource: source.resource,
    droppedCount: raw.droppedCount,
  };
  sink.accept(fitSpan(span));
}

function defect(raw: RawSpan): string | undefined {
  if (!isId(raw.traceId, 32)) return 'trace_id must be 16 octets, not all zero';
  if (!isId(raw.spanId, 16)) return 'span_id must be 8 octets, not all zero';
  if (!isZeroId(raw.parentId) && !isId(raw.parentId, 16)) return 'parent_span_id must be absent or 8 octets';
  if (raw.startNs <= 0n || raw.startNs >= 1n << 63n) return 'start_time_unix_nano is missing or out of range';
  return undefined;
}

function isId(id: string, digits: number): boolean {
  return id.length === digits && /^[0-9a-fA-F]+$/.test(id) && !isZeroId(id);
}

function isZeroId(id: string): boolean {
  return /^0*$/.test(id);
}

/** An integer as a number where it is exact, else as its decimal text. */
export function exactInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** A double in a form JSON can carry: NaN and the infinities are their names. */
export function exactDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
