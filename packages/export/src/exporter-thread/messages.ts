import type { MessagePort } from 'node:worker_threads';
import type { MetricsRow } from '@span53/metrics';
import type { ExportMetrics } from '../metrics.ts';
import type { Destination } from '../registry.ts';

/** What the thread is started with. */
export interface ThreadStart {
  readonly destinations: readonly Destination[];
  readonly row: MetricsRow;
  readonly metrics: ExportMetrics;
  readonly inFlight: SharedArrayBuffer;
}

/** Main thread to exporter thread. */
export type ToThread =
  | { readonly kind: 'link'; readonly port: MessagePort }
  | { readonly kind: 'flush'; readonly id: number; readonly deadlineMs: number }
  | { readonly kind: 'close'; readonly deadlineMs: number };

/** Exporter thread to main thread. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'flushed'; readonly id: number }
  | {
      readonly kind: 'warning';
      readonly text: string;
      readonly details: Readonly<Record<string, unknown>> | undefined;
    };
