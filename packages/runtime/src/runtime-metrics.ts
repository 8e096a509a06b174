/** What the runtime itself counts, in every server. */
import type { MetricsRegistry } from '@span53/metrics';
import { TRANSPORT_EVENTS, type TransportEvent } from '@span53/transport';

/** Slots of the runtime's metrics. */
export interface RuntimeMetrics {
  readonly bugs: number;
  readonly workerRestarts: number;
  readonly logLinesDropped: number;
  readonly reloads: Readonly<Record<'ok' | 'failed', number>>;
  readonly udp: Readonly<Record<TransportEvent, number>>;
  readonly tcp: Readonly<Record<TransportEvent, number>>;
}

/** Declares them; the same call in every thread gives the same slots. */
export function declareRuntimeMetrics(registry: MetricsRegistry): RuntimeMetrics {
  const transport = (protocol: string): Readonly<Record<TransportEvent, number>> =>
    registry.counters({
      name: 'span53_listener_events',
      help: 'Events of the listeners by transport',
      labels: { protocol },
      label: 'event',
      values: TRANSPORT_EVENTS,
    });
  return {
    bugs: registry.counter({ name: 'span53_bugs', help: 'Exceptions caught at the edge of a query: each is a bug' }),
    workerRestarts: registry.counter({
      name: 'span53_worker_restarts',
      help: 'Worker threads that died and were replaced',
    }),
    logLinesDropped: registry.counter({
      name: 'span53_log_lines_dropped',
      help: 'Log lines lost because nobody reads standard output, or not fast enough',
    }),
    reloads: registry.counters({
      name: 'span53_reloads',
      help: 'Reloads of the configuration by outcome',
      label: 'outcome',
      values: ['ok', 'failed'],
    }),
    udp: transport('udp'),
    tcp: transport('tcp'),
  };
}
