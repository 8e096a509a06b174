/** The life of one data worker thread: parse, open, say ready, drain when told. */
import { parentPort, workerData } from 'node:worker_threads';

import { MetricsMemory, MetricsRegistry } from '@span53/metrics';

import { LinkedControl } from './control-channel.ts';
import { standardOutput } from './log-output.ts';
import { openLogger } from './logger.ts';
import { bugReporter } from './query-guard.ts';
import { declareRuntimeMetrics } from './runtime-metrics.ts';
import type { ConfigSource, ServerDefinition, WorkerPart } from './server-definition.ts';

/** What a worker thread is started with: plain data only, the configuration as text. */
export interface WorkerStart {
  readonly span53Worker: true;
  readonly source: ConfigSource;
  readonly index: number;
  readonly workers: number;
  readonly siblings: readonly string[];
  readonly metrics: SharedArrayBuffer;
  readonly shared: unknown;
}

/** True in a thread that the worker pool started. */
export function isDataWorker(): boolean {
  return parentPort !== null && (workerData as Partial<WorkerStart> | null)?.span53Worker === true;
}

/** Runs until the main thread says `drain`. A failure to open goes to the main thread as the answer to `open`. */
export function runDataWorker<C>(definition: ServerDefinition<C>): void {
  const start = workerData as WorkerStart;
  const { config } = definition.load(start.source);
  const settings = definition.settings(config);
  const registry = new MetricsRegistry();
  const slots = declareRuntimeMetrics(registry);
  definition.declareMetrics(registry, config);
  const row = MetricsMemory.attach(registry, start.metrics).row(start.index + 1);
  standardOutput.onDrop = () => (row[slots.logLinesDropped]! += 1);
  const log = openLogger(definition.name, settings.logLevel).child({ worker: start.index });
  const report = bugReporter(log, row, slots.bugs);
  process.on('uncaughtException', (error) => report('worker', error));
  process.on('unhandledRejection', (error) => report('worker', error));
  const control = new LinkedControl();
  let part: WorkerPart | undefined;
  control.on('runtime.open', async () => {
    part = await definition.openWorker!({
      config,
      log,
      control,
      row,
      report,
      transport: slots,
      graceMs: settings.shutdownGraceMs,
      index: start.index,
      workers: start.workers,
      siblings: start.siblings,
      reusePort: true,
      shared: start.shared,
    });
    return part.addresses;
  });
  control.on('runtime.drain', async () => {
    await part?.[Symbol.asyncDispose]();
    // The answer leaves first; then nothing keeps the thread.
    setImmediate(() => parentPort!.close());
  });
  control.add(parentPort!);
}
