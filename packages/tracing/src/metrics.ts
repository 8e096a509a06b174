import { CounterSet, type MetricsRegistry, type MetricsRow } from '@span53/metrics';
import type { AdmissionCount } from './admission.ts';
import type { TracerCount } from './tracer.ts';

type TracingCount = AdmissionCount | TracerCount;

/** Slots of what tracing counts; `openTracingCounters` binds them to a row. */
export type TracingMetrics = Readonly<Record<TracingCount, number>>;

/** Declares the metrics of tracing: the same names in every server. */
export function declareTracingMetrics(registry: MetricsRegistry): TracingMetrics {
  return {
    ...registry.counters({
      name: 'span53_traces',
      help: 'Traces: started, and how they ended; refused are those above the limit of traces at the same time.',
      label: 'event',
      values: ['started', 'kept', 'dropped', 'refused'],
    }),
    ...registry.counters({
      name: 'span53_trace_spans',
      help: 'Spans recorded, not recorded for lack of room, left open at the end of their trace, or used after it.',
      label: 'event',
      values: ['spans', 'spans_dropped', 'spans_left_open', 'stale_calls'],
    }),
    ...registry.counters({
      name: 'span53_traceparent_received',
      help: 'Requests to trace that came with a query, by what became of them.',
      label: 'verdict',
      values: ['accepted', 'denied', 'limited', 'malformed', 'duplicate'],
    }),
  };
}

export function openTracingCounters(row: MetricsRow, metrics: TracingMetrics): CounterSet<TracingCount> {
  return new CounterSet(row, metrics);
}
