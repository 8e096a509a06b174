/** An attribute's value as JSON can carry it. A 64-bit integer beyond 2^53 is its decimal text, octets are hex, a
 *  key-value list is a list of pairs: nothing received becomes a property name. */
export type AttributeValue = string | number | boolean | null | readonly AttributeValue[];

/** Pairs in the order received. Pairs and not an object, so that `__proto__` is a key like any other. */
export type Attributes = readonly (readonly [key: string, value: AttributeValue])[];

/** SpanKind of OTLP. */
export const SpanKind = { UNSPECIFIED: 0, INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;

/** StatusCode of OTLP. */
export const StatusCode = { UNSET: 0, OK: 1, ERROR: 2 } as const;

/** Something that happened within a span. */
export interface SpanEvent {
  readonly name: string;
  /** Nanoseconds after the start of the span; negative when the event is older. */
  readonly atNs: number;
  readonly attributes: Attributes;
}

/** A reference to a span that is not the parent: a coalesced query's leader, the filler of a cache entry. */
export interface SpanLink {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** One received span, checked and bounded, in the form that is stored and shown. */
export interface SpanRecord {
  /** 32 lower-case hex digits, never all zero. */
  readonly traceId: string;
  /** 16 lower-case hex digits, never all zero. */
  readonly spanId: string;
  /** 16 lower-case hex digits, or '' for a root: PowerDNS' eight zero octets arrive here as ''. */
  readonly parentId: string;
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  /** Unix time in nanoseconds. */
  readonly startNs: bigint;
  readonly durationNs: number;
  /** False when the sender had not ended the span yet (end time 0, as in a non-delayed dnsdist message). */
  readonly ended: boolean;
  readonly status: number;
  readonly statusMessage: string;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly traceState: string;
  readonly flags: number;
  /** Name and version of the instrumentation scope, for example `proxy/query 1.0`. */
  readonly scope: string;
  readonly resource: Attributes;
  /** Attributes, events and links that the sender or our limits left out. */
  readonly droppedCount: number;
}

/** The value of the first attribute called `key`. */
export function attribute(attributes: Attributes, key: string): AttributeValue | undefined {
  return attributes.find((pair) => pair[0] === key)?.[1];
}

/** The first attribute called `key` when it is a non-empty text. */
export function textAttribute(attributes: Attributes, key: string): string | undefined {
  const value = attribute(attributes, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An attribute's value as one line of text. */
export function formatValue(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
