import { TracesData } from '@span53/proto';

/** Reads OTLP's JSON form into `TracesData` octets: IDs are hex in either case, enumerations numbers, 64-bit integers
 *  decimal strings or numbers; unknown keys are ignored. Undefined when a value has the wrong shape. */
export function tracesFromJson(json: unknown): Uint8Array | undefined {
  try {
    const resourceSpans = listOf(json, 'resourceSpans').map((resource) => ({
      resource: { attributes: attributesOf(objectOf(resource, 'resource')) },
      scopeSpans: listOf(resource, 'scopeSpans').map((scope) => ({
        scope: scopeOf(objectOf(scope, 'scope')),
        spans: listOf(scope, 'spans').map(spanOf),
        schemaUrl: textOf(scope, 'schemaUrl'),
      })),
      schemaUrl: textOf(resource, 'schemaUrl'),
    }));
    return TracesData.encode({ resourceSpans }).finish();
  } catch (error) {
    if (error instanceof Misshapen) return undefined;
    throw error;
  }
}

/** Thrown from any depth and caught in `tracesFromJson`: JSON is not on the query path. */
class Misshapen extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function scopeOf(scope: Fields) {
  return { name: textOf(scope, 'name'), version: textOf(scope, 'version'), attributes: attributesOf(scope) };
}

function spanOf(span: Fields) {
  const status = objectOf(span, 'status');
  return {
    traceId: idOf(span, 'traceId', 16),
    spanId: idOf(span, 'spanId', 8),
    traceState: textOf(span, 'traceState'),
    parentSpanId: idOf(span, 'parentSpanId', 8),
    name: textOf(span, 'name'),
    kind: numberOf(span, 'kind'),
    startTimeUnixNano: int64Of(span['startTimeUnixNano']),
    endTimeUnixNano: int64Of(span['endTimeUnixNano']),
    attributes: attributesOf(span),
    droppedAttributesCount: numberOf(span, 'droppedAttributesCount'),
    events: listOf(span, 'events').map((event) => ({
      timeUnixNano: int64Of(event['timeUnixNano']),
      name: textOf(event, 'name'),
      attributes: attributesOf(event),
    })),
    droppedEventsCount: numberOf(span, 'droppedEventsCount'),
    links: listOf(span, 'links').map((link) => ({
      traceId: idOf(link, 'traceId', 16),
      spanId: idOf(link, 'spanId', 8),
      traceState: textOf(link, 'traceState'),
      attributes: attributesOf(link),
      flags: numberOf(link, 'flags'),
    })),
    droppedLinksCount: numberOf(span, 'droppedLinksCount'),
    status: { code: numberOf(status, 'code'), message: textOf(status, 'message') },
    flags: numberOf(span, 'flags'),
  };
}

interface Value {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: Long;
  doubleValue?: number;
  arrayValue?: { values: Value[] };
  kvlistValue?: { values: { key: string; value: Value }[] };
  bytesValue?: Uint8Array;
}
interface Long {
  low: number;
  high: number;
  unsigned: boolean;
}

/** Values nest; a peer chooses how deep. */
const depthMax = 16;

function attributesOf(owner: Fields, depth = 0): { key: string; value: Value }[] {
  return listOf(owner, 'attributes').map((pair) => ({ key: textOf(pair, 'key'), value: valueOf(pair, depth) }));
}

function valueOf(owner: Fields, depth: number): Value {
  return anyValue(objectOf(owner, 'value'), depth + 1);
}

function anyValue(value: Fields, depth: number): Value {
  if (depth > depthMax) throw new Misshapen('too deep');
  if ('stringValue' in value) return { stringValue: textOf(value, 'stringValue') };
  if ('boolValue' in value) return { boolValue: value['boolValue'] === true };
  if ('intValue' in value) return { intValue: int64Of(value['intValue']) };
  if ('doubleValue' in value) return { doubleValue: Number(value['doubleValue']) };
  if ('bytesValue' in value) return { bytesValue: Buffer.from(textOf(value, 'bytesValue'), 'base64') };
  if ('arrayValue' in value) {
    const values = listOf(objectOf(value, 'arrayValue'), 'values').map((element) => anyValue(element, depth + 1));
    return { arrayValue: { values } };
  }
  if ('kvlistValue' in value) {
    const pairs = listOf(objectOf(value, 'kvlistValue'), 'values');
    return { kvlistValue: { values: pairs.map((p) => ({ key: textOf(p, 'key'), value: valueOf(p, depth) })) } };
  }
  return {};
}

function objectOf(owner: Fields, key: string): Fields {
  const value = owner[key] ?? {};
  if (!isObject(value)) throw new Misshapen(key);
  return value;
}

function listOf(owner: unknown, key: string): Fields[] {
  if (!isObject(owner)) throw new Misshapen(key);
  const value = owner[key] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) throw new Misshapen(key);
  return value;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(owner: Fields, key: string): string {
  const value = owner[key] ?? '';
  if (typeof value !== 'string') throw new Misshapen(key);
  return value;
}

function numberOf(owner: Fields, key: string): number {
  const value = owner[key] ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new Misshapen(key);
  return value;
}

/** An ID of `length` octets; empty is allowed, other lengths and characters are not. */
function idOf(owner: Fields, key: string, length: number): Uint8Array {
  const digits = textOf(owner, key);
  if (digits !== '' && (digits.length !== 2 * length || /[^0-9a-f]/i.test(digits))) throw new Misshapen(key);
  return Buffer.from(digits, 'hex');
}

function int64Of(value: unknown): Long {
  const exact = typeof value === 'number' ? Number.isInteger(value) : /^-?\d{1,20}$/.test(String(value ?? 0));
  if (!exact) throw new Misshapen('64-bit integer');
  const bits = BigInt.asUintN(64, BigInt((value ?? 0) as number | string));
  return { low: Number(bits & 0xffffffffn) | 0, high: Number(bits >> 32n) | 0, unsigned: true };
}
