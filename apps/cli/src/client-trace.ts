/** The trace that `span53 dig` begins: one CLIENT span, sent to the collector like any server's spans. */
import { hostname } from 'node:os';

import { fillRandom, timeOriginMs } from '@span53/runtime';
import { EpochClock, HeadSampler, hexOf, OtlpEncoder, SpanKind, Tracer, type Trace } from '@span53/tracing';

import { VERSION } from './version.ts';

/** An open client trace. */
export interface ClientTrace {
  readonly trace: Trace;
  readonly traceId: string;
  /** Ends the span and delivers it; false when the collector could not be reached. */
  deliver(otlpUrl: string): Promise<boolean>;
}

const DELIVERY_MS = 1000;

/** Begins a trace at the client. */
export function openClientTrace(): ClientTrace {
  let octets: Uint8Array<ArrayBuffer> | undefined;
  const encoder = new OtlpEncoder({
    resource: { 'service.name': 'span53-dig', 'service.version': VERSION, 'host.name': hostname() },
    scope: { name: 'span53/dig', version: VERSION },
    clock: new EpochClock(timeOriginMs()),
  });
  const tracer = new Tracer({
    head: new HeadSampler('always_on'),
    limits: { spansMax: 4, attributesMax: 32, eventsMax: 8, linksMax: 1 },
    detail: 'normal',
    tracesMax: 1,
    random: fillRandom,
    now: () => performance.now(),
    encode: (recorder, nowMs) => (octets = encoder.encode(recorder, nowMs)),
    sink: () => {},
    count: () => {},
  });
  const trace = tracer.start('dns.client.query', { nowMs: performance.now(), kind: SpanKind.CLIENT, source: 'local' });
  if (trace === undefined) throw new Error('the tracer refused its only trace');
  const traceId = hexOf(trace.traceId);
  return {
    trace,
    traceId,
    deliver: async (otlpUrl) => {
      trace.finish();
      if (octets === undefined) return false;
      try {
        const response = await fetch(otlpUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/x-protobuf' },
          body: octets,
          signal: AbortSignal.timeout(DELIVERY_MS),
        });
        return response.ok;
      } catch {
        return false;
      }
    },
  };
}
