import type { MetricsRegistry, MetricsRow } from '@span53/metrics';
import { type ExportCount, exportCounts } from './exporter.ts';

/** Slots of what the exporters count, by destination in the order of the configuration. */
export interface ExportMetrics {
  readonly destinations: readonly Readonly<Record<ExportCount, number>>[];
  /** Messages a worker dropped because too much was on the way to the exporter thread, or it was not running. */
  readonly inFlightFull: number;
  /** Times the exporter thread failed and was started again. */
  readonly threadRestarts: number;
}

/** Declares the metrics of export: the same names in every server. */
export function declareExportMetrics(registry: MetricsRegistry, names: readonly string[]): ExportMetrics {
  const destinations = names.map((exporter) =>
    registry.counters({
      name: 'span53_export_messages',
      help: 'Traces and protobuf messages by what became of them; retries are requests, rejected_spans are spans.',
      labels: { exporter },
      label: 'event',
      values: exportCounts,
    }),
  );
  const inFlightFull = registry.counter({
    name: 'span53_export_in_flight_full',
    help: 'Traces and protobuf messages dropped: too much was on the way to the exporter thread, or it was down.',
  });
  const threadRestarts = registry.counter({
    name: 'span53_export_thread_restarts',
    help: 'Times the exporter thread failed and was started again.',
  });
  return { destinations, inFlightFull, threadRestarts };
}

/** Binds the counters of one destination to a row. */
export function exportCounter(
  row: MetricsRow,
  slots: Readonly<Record<ExportCount, number>>,
): (what: ExportCount, by?: number) => void {
  return (what, by = 1) => {
    row[slots[what]]! += by;
  };
}
