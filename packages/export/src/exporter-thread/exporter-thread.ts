import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { MetricsRow } from '@span53/metrics';
import { systemClock } from '../clock.ts';
import { destinationInfo } from '../exporter-set.ts';
import type { ExportMetrics } from '../metrics.ts';
import type { ExportLink, LinkEnd } from '../port.ts';
import type { Destination } from '../registry.ts';
import { RunningThread } from './running-thread.ts';

export interface ExporterThreadOptions {
  readonly destinations: readonly Destination[];
  /** Octets on the way from all workers together; what comes on top is dropped by the workers. */
  readonly inFlightBytesMax: number;
  /** The row the thread counts in: its own. */
  readonly row: MetricsRow;
  readonly metrics: ExportMetrics;
  readonly warn: (text: string, details?: Readonly<Record<string, unknown>>) => void;
  /** The wait before a thread that failed is started again; it doubles with each failure in a row. */
  readonly restartMs?: number;
}

const restartFirstMs = 100;
const restartLongestMs = 10_000;
/** A thread that lived so long starts over with the shortest wait. */
const stableMs = 60_000;

/** The one thread of a process that talks to collectors, as the main thread sees it. A thread that fails is started
 *  again, and every worker gets a way into the new one; what lay in the old one's queues is lost. */
export class ExporterThread implements AsyncDisposable {
  readonly #options: ExporterThreadOptions;
  /** One for each worker: new ways in go through it. */
  readonly #replacements = new Set<MessagePort>();
  #thread: RunningThread;
  #restart: NodeJS.Timeout | undefined;
  #starting: Promise<void> | undefined;
  #closed = false;

  private constructor(options: ExporterThreadOptions, thread: RunningThread) {
    this.#options = options;
    this.#thread = thread;
    this.#watch(this.#firstWaitMs);
  }

  /** Starts the thread and opens its destinations. Throws when it cannot; `cause` tells why. */
  static async open(options: ExporterThreadOptions): Promise<ExporterThread> {
    return new ExporterThread(options, await RunningThread.open(startOf(options), options.warn));
  }

  /** False between a failure, which was told to `warn`, and the restart; false after `close`. */
  get running(): boolean {
    return !this.#thread.ended;
  }

  /** A way in for one worker; put `port` and `replacements` into the transfer list. */
  link(): ExportLink {
    const { port1, port2 } = new MessageChannel();
    port1.on('close', () => this.#replacements.delete(port1));
    port1.unref();
    this.#replacements.add(port1);
    const { inFlightBytesMax, destinations } = this.#options;
    return { ...this.#end(), replacements: port2, inFlightBytesMax, destinations: destinationInfo(destinations) };
  }

  /** Delivers what the workers have posted so far, at most for `deadlineMs`. */
  async flush(deadlineMs: number): Promise<void> {
    await this.#thread.flush(deadlineMs);
  }

  /** The same, then ends the thread. Workers must have ended, or at least have flushed their ports. */
  async close(deadlineMs: number): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    await this.#starting;
    await this.#thread.close(deadlineMs);
    for (const port of this.#replacements) port.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close(0);
  }

  get #firstWaitMs(): number {
    return this.#options.restartMs ?? restartFirstMs;
  }

  #end(): LinkEnd {
    const { port1, port2 } = new MessageChannel();
    this.#thread.tell({ kind: 'link', port: port1 }, [port1]);
    return { port: port2, inFlight: this.#thread.inFlight };
  }

  /** Starts another thread when this one ends by itself. */
  #watch(waitMs: number): void {
    const begin = systemClock.nowMs();
    void this.#thread.exited.then(() => {
      if (this.#closed) return;
      this.#later(systemClock.nowMs() - begin > stableMs ? this.#firstWaitMs : waitMs);
    });
  }

  #later(waitMs: number): void {
    const { row, metrics } = this.#options;
    row[metrics.threadRestarts]!++;
    this.#restart = setTimeout(() => {
      this.#starting = this.#startAgain(Math.min(2 * waitMs, restartLongestMs));
    }, waitMs);
    this.#restart.unref();
  }

  async #startAgain(nextWaitMs: number): Promise<void> {
    const { warn } = this.#options;
    try {
      this.#thread = await RunningThread.open(startOf(this.#options), warn);
    } catch (error) {
      warn('exporter thread not started again', { error: String(error) });
      if (!this.#closed) this.#later(nextWaitMs);
      return;
    }
    this.#watch(nextWaitMs);
    for (const replacement of this.#replacements) {
      const end = this.#end();
      replacement.postMessage(end, [end.port]);
    }
    warn('exporter thread started again; what it had queued is lost');
  }
}

const startOf = ({ destinations, row, metrics }: ExporterThreadOptions) => ({ destinations, row, metrics });
