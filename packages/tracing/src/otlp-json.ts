import {
  type AnyValue,
  bigintOf,
  type Int64,
  type KeyValue,
  type OtlpEvent,
  type OtlpLink,
  type OtlpSpan,
  type ResourceSpans,
  type ScopeSpans,
  TracesData,
} from '@span53/proto';

type Json = Record<string, unknown>;

/** OTLP's JSON form of `TracesData` octets: IDs are hex, enumerations numbers, 64-bit integers decimal strings. Throws
 *  when the octets are not `TracesData`. */
export function tracesToJson(octets: Uint8Array): Json {
  return { resourceSpans: (TracesData.decode(octets).resourceSpans ?? []).map(resourceSpansToJson) };
}

function resourceSpansToJson({ resource, scopeSpans, schemaUrl }: ResourceSpans): Json {
  return {
    resource: { attributes: attributesToJson(resource?.attributes), ...dropped(resource) },
    scopeSpans: (scopeSpans ?? []).map(scopeSpansToJson),
    ...text('schemaUrl', schemaUrl),
  };
}

function scopeSpansToJson({ scope, spans, schemaUrl }: ScopeSpans): Json {
  const attributes = list('attributes', attributesToJson(scope?.attributes));
  return {
    scope: { name: scope?.name ?? '', ...text('version', scope?.version), ...attributes },
    spans: (spans ?? []).map(spanToJson),
    ...text('schemaUrl', schemaUrl),
  };
}

function spanToJson(span: OtlpSpan): Json {
  return {
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    ...text('traceState', span.traceState),
    ...text('parentSpanId', hex(span.parentSpanId)),
    flags: span.flags ?? 0,
    name: span.name ?? '',
    kind: span.kind ?? 0,
    startTimeUnixNano: String(bigintOf(span.startTimeUnixNano as Int64)),
    endTimeUnixNano: String(bigintOf(span.endTimeUnixNano as Int64)),
    attributes: attributesToJson(span.attributes),
    ...dropped(span),
    ...list('events', (span.events ?? []).map(eventToJson)),
    ...count('droppedEventsCount', span.droppedEventsCount),
    ...list('links', (span.links ?? []).map(linkToJson)),
    ...count('droppedLinksCount', span.droppedLinksCount),
    status: { ...count('code', span.status?.code), ...text('message', span.status?.message) },
  };
}

function eventToJson(event: OtlpEvent): Json {
  const timeUnixNano = String(bigintOf(event.timeUnixNano as Int64));
  return { timeUnixNano, name: event.name ?? '', attributes: attributesToJson(event.attributes), ...dropped(event) };
}

function linkToJson(link: OtlpLink): Json {
  return {
    traceId: hex(link.traceId),
    spanId: hex(link.spanId),
    ...text('traceState', link.traceState),
    ...list('attributes', attributesToJson(link.attributes)),
    ...dropped(link),
    flags: link.flags ?? 0,
  };
}

function attributesToJson(attributes: readonly KeyValue[] | null | undefined): Json[] {
  return (attributes ?? []).map(({ key, value }) => ({ key: key ?? '', value: valueToJson(value) }));
}

/** Members of a oneof stay when they are 0, false or empty. `bytes` are base64, unlike IDs. */
function valueToJson(value: AnyValue | null | undefined): Json {
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value ?? {};
  if (isPresent(stringValue)) return { stringValue };
  if (isPresent(boolValue)) return { boolValue };
  if (isPresent(intValue)) return { intValue: String(bigintOf(intValue as Int64)) };
  if (isPresent(doubleValue)) return { doubleValue: Number.isFinite(doubleValue) ? doubleValue : String(doubleValue) };
  if (isPresent(arrayValue)) return { arrayValue: { values: (arrayValue.values ?? []).map(valueToJson) } };
  if (isPresent(kvlistValue)) return { kvlistValue: { values: attributesToJson(kvlistValue.values) } };
  if (isPresent(bytesValue)) return { bytesValue: Buffer.from(bytesValue).toString('base64') };
  return {};
}

function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function hex(octets: Uint8Array | null | undefined): string {
  return octets === null || octets === undefined ? '' : Buffer.from(octets).toString('hex');
}

function text(key: string, value: string | null | undefined): Json {
  return isPresent(value) && value !== '' ? { [key]: value } : {};
}

function count(key: string, value: number | null | undefined): Json {
  return isPresent(value) && value !== 0 ? { [key]: value } : {};
}

function list(key: string, values: readonly unknown[]): Json {
  return values.length > 0 ? { [key]: values } : {};
}

function dropped(owner: { droppedAttributesCount?: number | null } | null | undefined): Json {
  return count('droppedAttributesCount', owner?.droppedAttributesCount);
}
