import {
  type AnyValue,
  bigintOf,
  type Int64,
  type KeyValue,
  type OtlpSpan,
  type ResourceSpans,
  TracesData,
} from '@span53/proto';

export type PlainValue = string | number | boolean | bigint | Uint8Array | PlainValue[] | { [key: string]: PlainValue };
export type PlainAttributes = Record<string, PlainValue>;

/** A span as tests compare it: IDs in hex, times in Unix nanoseconds, attributes as an object. */
export interface PlainSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty in a root. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  /** OTLP numbers: 1 INTERNAL, 2 SERVER, 3 CLIENT. */
  readonly kind: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: PlainAttributes;
  readonly events: readonly { readonly name: string; readonly atNs: bigint; readonly attributes: PlainAttributes }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string; readonly flags: number }[];
  /** 0 UNSET, 1 OK, 2 ERROR. */
  readonly status: { readonly code: number; readonly message: string };
  readonly flags: number;
  readonly dropped: { readonly attributes: number; readonly events: number; readonly links: number };
  readonly resource: PlainAttributes;
  /** The resource's `service.name`. */
  readonly service: string;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: PlainAttributes };
}

/** The spans in octets of `TracesData` (which are also those of an `ExportTraceServiceRequest`). Throws on others. */
export function plainSpans(octets: Uint8Array): PlainSpan[] {
  return (TracesData.decode(octets).resourceSpans ?? []).flatMap(spansOfResource);
}

function spansOfResource({ resource, scopeSpans }: ResourceSpans): PlainSpan[] {
  const resourceAttributes = plainAttributes(resource?.attributes);
  const service = String(resourceAttributes['service.name'] ?? '');
  return (scopeSpans ?? []).flatMap(({ scope, spans }) => {
    const { name, version, attributes } = scope ?? {};
    const plainScope = { name: name ?? '', version: version ?? '', attributes: plainAttributes(attributes) };
    const owner = { resource: resourceAttributes, service, scope: plainScope };
    return (spans ?? []).map((span) => Object.assign(plainSpan(span), owner));
  });
}

function plainSpan(span: OtlpSpan): Omit<PlainSpan, 'resource' | 'service' | 'scope'> {
  return {
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    parentSpanId: hex(span.parentSpanId),
    traceState: span.traceState ?? '',
    name: span.name ?? '',
    kind: span.kind ?? 0,
    startNs: bigintOf(span.startTimeUnixNano as Int64),
    endNs: bigintOf(span.endTimeUnixNano as Int64),
    attributes: plainAttributes(span.attributes),
    events: (span.events ?? []).map((event) => ({
      name: event.name ?? '',
      atNs: bigintOf(event.timeUnixNano as Int64),
      attributes: plainAttributes(event.attributes),
    })),
    links: (span.links ?? []).map((l) => ({ traceId: hex(l.traceId), spanId: hex(l.spanId), flags: l.flags ?? 0 })),
    status: { code: span.status?.code ?? 0, message: span.status?.message ?? '' },
    flags: span.flags ?? 0,
    dropped: {
      attributes: span.droppedAttributesCount ?? 0,
      events: span.droppedEventsCount ?? 0,
      links: span.droppedLinksCount ?? 0,
    },
  };
}

function plainAttributes(attributes: readonly KeyValue[] | null | undefined): PlainAttributes {
  const result: PlainAttributes = {};
  for (const { key, value } of attributes ?? []) {
    const name = key ?? '';
    if (name in result) throw new TypeError(`attribute ${name} is there twice`);
    result[name] = plainValue(value);
  }
  return result;
}

function plainValue(value: AnyValue | null | undefined): PlainValue {
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value ?? {};
  if (stringValue !== null && stringValue !== undefined) return stringValue;
  if (boolValue !== null && boolValue !== undefined) return boolValue;
  if (intValue !== null && intValue !== undefined) return Number(bigintOf(intValue as Int64));
  if (doubleValue !== null && doubleValue !== undefined) return doubleValue;
  if (arrayValue !== null && arrayValue !== undefined) return (arrayValue.values ?? []).map(plainValue);
  if (kvlistValue !== null && kvlistValue !== undefined) return plainAttributes(kvlistValue.values);
  return bytesValue ?? '';
}

function hex(octets: Uint8Array | null | undefined): string {
  return Buffer.from(octets ?? []).toString('hex');
}
