import type { TraceJson } from '../model/api-types.ts';

/** W3C traceparent of the trace's first span: with it, a further query can be made to join. */
export function traceparent({ summary, nodes }: TraceJson): string {
  const flags = (nodes[0]!.flags & 0x03).toString(16).padStart(2, '0');
  return `00-${summary.traceId}-${nodes[0]!.spanId}-${flags}`;
}
