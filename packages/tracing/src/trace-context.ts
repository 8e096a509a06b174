/** Bits of the W3C trace-flags octet. Bits are tested, the octet is never compared (Trace Context Level 2 §3.2.2.5). */
export const TraceFlags = {
  /** The sender may have recorded. */
  sampled: 0x01,
  /** At least the right-most 7 octets of the trace ID are random. */
  random: 0x02,
} as const;

/** Where a span comes from: what travels between two servers. */
export interface TraceContext {
  /** 16 octets, never all zero. */
  readonly traceId: Uint8Array;
  /** 8 octets: the sender's current span. All zero: the sender named none. */
  readonly spanId: Uint8Array;
  readonly flags: number;
  /** W3C tracestate. The EDNS option has no room for it, so it travels over HTTP only. */
  readonly traceState?: string;
}

/** Octets of data in a TRACEPARENT option: version, reserved, trace ID, parent ID, flags. */
export const traceparentLength = 27;

/** Writes the data of a TRACEPARENT option that makes `context` the parent of what the receiver does. */
export function writeContext(context: TraceContext, target: Uint8Array, at: number): void {
  target[at] = 0;
  target[at + 1] = 0;
  target.set(context.traceId, at + 2);
  target.set(context.spanId, at + 18);
  target[at + 26] = context.flags & (TraceFlags.sampled | TraceFlags.random);
}

export function isZero(octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i++) if (octets[i] !== 0) return false;
  return true;
}

/** Lower-case hex, for logs, HTTP headers and JSON. */
export function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('hex');
}
