/** What one span may carry. More is left out and counted in the span, so that no sender decides how much memory or
 *  disk a span takes. Lengths are octets of UTF-8. */
export const spanLimits = {
  nameOctets: 256,
  keyOctets: 256,
  valueOctets: 4096,
  attributes: 128,
  events: 128,
  eventAttributes: 32,
  links: 128,
  arrayValues: 256,
  /** Depth of arrays and key-value lists within a value. */
  depth: 4,
  /** Of attributes, events and links together, in characters of their JSON. */
  spanSize: 65_536,
} as const;

/** Nested messages in one OTLP request: about 50,000 spans with ten attributes each. */
export const messagesMax = 1_000_000;

/** Values in one OTLP request in JSON. */
export const jsonValuesMax = 5_000_000;
