import type { Attributes, AttributeValue } from '../model/span.ts';
import { jsonValuesMax, spanLimits } from './limits.ts';
import {
  deliver,
  exactInteger,
  type RawSpan,
  rawSpan,
  type SpanSink,
  type SpanSource,
  spanSource,
} from './span-check.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Decodes the JSON form of an ExportTraceServiceRequest (OTLP: lowerCamelCase keys, IDs in hex, 64-bit integers as
 * decimal text or numbers, enums as numbers) and gives its spans to `sink`. Returns why the octets are not one, or
 * undefined. Unknown keys are ignored; a span with a value of the wrong kind is rejected, the others are kept.
 */
export function decodeTracesJson(octets: Buffer, sink: SpanSink): string | undefined {
  if (tooManyValues(octets)) return `more than ${jsonValuesMax} values`;
  let request: unknown;
  try {
    request = JSON.parse(octets.toString('utf8'));
  } catch {
    return 'not JSON';
  }
  if (!isObject(request)) return 'not a JSON object';
  if (request['resourceSpans'] !== undefined && !Array.isArray(request['resourceSpans'])) {
    return 'resourceSpans is not an array';
  }
  for (const entry of objects(request['resourceSpans'])) {
    const resource = attributesOf(object(entry['resource'])['attributes'], spanLimits.attributes);
    for (const scopeSpans of objects(entry['scopeSpans'])) {
      const scope = object(scopeSpans['scope']);
      const source = spanSource(resource, text(scope['name'], 'name'), text(scope['version'], 'name'));
      for (const span of objects(scopeSpans['spans'])) decodeSpan(span, source, sink);
    }
  }
  return undefined;
}

/** Counts what starts a value, before JSON.parse makes an object of each: 64 MiB of `[],` would be a gigabyte. */
function tooManyValues(octets: Buffer): boolean {
  let count = 0;
  for (const octet of octets) if (octet === 0x2c || octet === 0x5b || octet === 0x7b) count++;
  return count > jsonValuesMax;
}

function decodeSpan(json: JsonObject, source: SpanSource, sink: SpanSink): void {
  const startNs = nanoseconds(json['startTimeUnixNano']);
  const endNs = nanoseconds(json['endTimeUnixNano']);
  if (startNs === undefined || endNs === undefined) {
    sink.reject('a time is no integer of nanoseconds');
    return;
  }
  const status = object(json['status']);
  const span: RawSpan = {
    ...rawSpan(),
    traceId: id(json['traceId']),
    spanId: id(json['spanId']),
    parentId: id(json['parentSpanId']),
    traceState: text(json['traceState'], 'value'),
    name: text(json['name'], 'name'),
    kind: integer(json['kind']),
    startNs,
    endNs,
    flags: integer(json['flags']),
    status: integer(status['code']),
    statusMessage: text(status['message'], 'value'),
    attributes: attributesOf(json['attributes'], spanLimits.attributes),
    droppedCount: droppedCount(json),
  };
  for (const event of objects(json['events']).slice(0, spanLimits.events)) {
    const attributes = attributesOf(event['attributes'], spanLimits.eventAttributes);
    const at = nanoseconds(event['timeUnixNano']) ?? startNs;
    span.events.push({ name: text(event['name'], 'name'), at, attributes });
  }
  for (const link of objects(json['links']).slice(0, spanLimits.links)) {
    const attributes = attributesOf(link['attributes'], spanLimits.eventAttributes);
    span.links.push({ traceId: id(link['traceId']), spanId: id(link['spanId']), attributes });
  }
  deliver(span, source, sink);
}

function droppedCount(json: JsonObject): number {
  return (
    integer(json['droppedAttributesCount']) +
    integer(json['droppedEventsCount']) +
    integer(json['droppedLinksCount']) +
    over(json['attributes'], spanLimits.attributes) +
    over(json['events'], spanLimits.events) +
    over(json['links'], spanLimits.links)
  );
}

function over(value: unknown, max: number): number {
  return Array.isArray(value) ? Math.max(0, value.length - max) : 0;
}

function attributesOf(value: unknown, max: number): Attributes {
  return objects(value)
    .slice(0, max)
    .map((pair) => keyValue(pair, 0));
}

function keyValue(pair: JsonObject, depth: number): [string, AttributeValue] {
  return [text(pair['key'], 'key'), anyValue(object(pair['value']), depth)];
}

function anyValue(value: JsonObject, depth: number): AttributeValue {
  if (value['stringValue'] !== undefined) return text(value['stringValue'], 'value');
  if (typeof value['boolValue'] === 'boolean') return value['boolValue'];
  if (value['intValue'] !== undefined) return int64(value['intValue']);
  if (value['doubleValue'] !== undefined) return double(value['doubleValue']);
  if (typeof value['bytesValue'] === 'string') {
    return Buffer.from(value['bytesValue'].slice(0, spanLimits.valueOctets), 'base64').toString('hex');
  }
  if (depth >= spanLimits.depth) return null;
  const { arrayValue, kvlistValue } = value;
  if (arrayValue !== undefined) return items(arrayValue).map((item) => anyValue(item, depth + 1));
  return kvlistValue === undefined ? null : items(kvlistValue).map((pair) => keyValue(pair, depth + 1));
}

function items(value: unknown): readonly JsonObject[] {
  return objects(object(value)['values']).slice(0, spanLimits.arrayValues);
}

function int64(value: unknown): AttributeValue {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? exactInteger(BigInt(value)) : null;
}

/** A double is a number, or one of the texts "NaN", "Infinity", "-Infinity". */
function double(value: unknown): AttributeValue {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

/** Unix nanoseconds: 0 when absent, undefined when it is no integer below 2^64. */
function nanoseconds(value: unknown): bigint | undefined {
  if (value === undefined || value === null || value === '') return 0n;
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? BigInt(value) : undefined;
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : undefined;
}

function integer(value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 0xffffffff ? number : 0;
}

function id(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 33) : '';
}

function text(value: unknown, limit: 'name' | 'key' | 'value'): string {
  if (typeof value !== 'string') return '';
  const max = spanLimits[`${limit}Octets`];
  if (Buffer.byteLength(value) <= max) return value;
  return `${Buffer.from(value).toString('utf8', 0, max)}…`;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
