import { MessageChannel, Worker } from 'node:worker_threads';
import type { MetricsRow } from '@span53/metrics';
import { destinationInfo } from '../exporter-set.ts';
import type { ExportMetrics } from '../metrics.ts';
import type { ExportLink } from '../port.ts';
import type { Destination } from '../registry.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

export interface ExporterThreadOptions {
  readonly destinations: readonly Destination[];
  /** Octets on the way from all workers together; what comes on top is dropped by the workers. */
  readonly inFlightBytesMax: number;
  /** The row the thread counts in: its own. */
  readonly row: MetricsRow;
  readonly metrics: ExportMetrics;
  readonly warn: (text: string, details?: Readonly<Record<string, unknown>>) => void;
}

/** The one thread of a process that talks to collectors, as the main thread sees it. */
export class ExporterThread implements AsyncDisposable {
  readonly #options: ExporterThreadOptions;
  readonly #worker: Worker;
  readonly #inFlight = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #exited = Promise.withResolvers<void>();
  readonly #flushing = new Map<number, () => void>();
  #ended = false;
  #failure: Error | undefined;
  #nextId = 1;

  private constructor(options: ExporterThreadOptions) {
    this.#options = options;
    const { destinations, row, metrics } = options;
    const workerData: ThreadStart = { destinations, row, metrics, inFlight: this.#inFlight };
    // The same file extension as this module's: .ts from the sources, .js from a build.
    const entry = new URL(`./main${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url);
    this.#worker = new Worker(entry, { workerData, name: 'exporter' });
    this.#worker.on('message', (message: FromThread) => this.#onMessage(message));
    this.#worker.on('error', (error) => {
      this.#failure = error;
      options.warn('exporter thread failed', { error: String(error.stack) });
    });
    this.#worker.on('exit', () => this.#onExit());
  }

  /** Starts the thread and opens its destinations. Throws when it cannot; `cause` tells why. */
  static async open(options: ExporterThreadOptions): Promise<ExporterThread> {
    const thread = new ExporterThread(options);
    const ready = Promise.withResolvers<void>();
    thread.#worker.on('message', ready.resolve);
    await Promise.race([ready.promise, thread.#exited.promise]);
    thread.#worker.off('message', ready.resolve);
    if (thread.#ended) throw new Error('the exporter thread did not start', { cause: thread.#failure });
    return thread;
  }

  /** False once the thread has ended, by `close` or by a failure that was told to `warn`. */
  get running(): boolean {
    return !this.#ended;
  }

  /** A way in for one worker; put `port` into the transfer list. */
  link(): ExportLink {
    const { port1, port2 } = new MessageChannel();
    this.#tell({ kind: 'link', port: port1 }, [port1]);
    const { inFlightBytesMax, destinations } = this.#options;
    return { port: port2, inFlight: this.#inFlight, inFlightBytesMax, destinations: destinationInfo(destinations) };
  }

  /** Delivers what the workers have posted so far, at most for `deadlineMs`. */
  async flush(deadlineMs: number): Promise<void> {
    if (this.#ended) return;
    const id = this.#nextId++;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#flushing.set(id, resolve);
    this.#tell({ kind: 'flush', id, deadlineMs });
    await promise;
  }

  /** The same, then ends the thread. Workers must have ended, or at least have flushed their ports. */
  async close(deadlineMs: number): Promise<void> {
    if (this.#ended) return;
    this.#tell({ kind: 'close', deadlineMs });
    const stuck = setTimeout(() => void this.#worker.terminate(), deadlineMs + closeGraceMs);
    await this.#exited.promise;
    clearTimeout(stuck);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close(0);
  }

  #tell(message: ToThread, transfer: readonly (typeof MessageChannel.prototype.port1)[] = []): void {
    this.#worker.postMessage(message, [...transfer]);
  }

  #onMessage(message: FromThread): void {
    if (message.kind === 'warning') this.#options.warn(message.text, message.details);
    if (message.kind !== 'flushed') return;
    this.#flushing.get(message.id)?.();
    this.#flushing.delete(message.id);
  }

  #onExit(): void {
    this.#ended = true;
    this.#exited.resolve();
    for (const resolve of this.#flushing.values()) resolve();
    this.#flushing.clear();
  }
}

/** For ending connections after the deadline of delivery, before the thread is terminated. */
const closeGraceMs = 1000;
