/** Starts data worker threads, replaces those that die, drains them. */
import { Worker } from 'node:worker_threads';

import { clearGauges, type MetricsMemory, type MetricsRegistry, type MetricsRow } from '@span53/metrics';

import type { ControlLink, LinkedControl } from './control-channel.ts';
import { nowMs } from './clock.ts';
import type { Logger } from './logger.ts';
import type { ConfigSource, MainPart } from './server-definition.ts';
import type { WorkerStart } from './worker-thread.ts';

const RESTART_FIRST_MS = 100;
const RESTART_LONGEST_MS = 10_000;
/** How long a worker may take to load its modules and bind, on a machine that starts much else at the same time. */
const OPEN_MS = 60_000;
/** A worker that lived so long starts over with the shortest back-off. */
const STABLE_MS = 60_000;

/** What a pool needs. */
export interface WorkerPoolOptions {
  readonly module: string;
  readonly source: ConfigSource;
  readonly workers: number;
  readonly registry: MetricsRegistry;
  readonly memory: MetricsMemory;
  readonly control: LinkedControl;
  readonly part: MainPart | undefined;
  readonly log: Logger;
  readonly mainRow: MetricsRow;
  readonly restartsSlot: number;
  readonly graceMs: number;
}

/** Running workers. */
export class WorkerPool implements AsyncDisposable {
  readonly #options: WorkerPoolOptions;
  readonly #workers: ({ worker: Worker; link: ControlLink } | undefined)[] = [];
  #addresses: readonly string[] = [];
  #stopping = false;

  private constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** Starts all; rejects, with none left running, when one cannot start. */
  static async open(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    try {
      // The first decides what port 0 becomes; the others bind the same.
      pool.#addresses = await pool.#start(0, []);
      const others = Array.from({ length: options.workers - 1 }, (_, i) => pool.#start(i + 1, pool.#addresses));
      await Promise.all(others);
      return pool;
    } catch (error) {
      await pool[Symbol.asyncDispose]();
      throw error;
    }
  }

  get addresses(): readonly string[] {
    return this.#addresses;
  }

  /** Workers that are not running now. */
  get missing(): number {
    return this.#options.workers - this.#workers.filter((each) => each !== undefined).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    await Promise.all(
      this.#workers.map(async (entry) => {
        if (entry === undefined) return;
        const exited = new Promise((resolve) => entry.worker.once('exit', resolve));
        const timer = setTimeout(() => void entry.worker.terminate(), this.#options.graceMs + 1000);
        entry.link.tell('runtime.drain', undefined);
        await exited;
        clearTimeout(timer);
      }),
    );
  }

  async #start(index: number, siblings: readonly string[]): Promise<readonly string[]> {
    const { module, source, workers, memory, control, part } = this.#options;
    const given = part?.forWorker?.(index);
    const workerStart: WorkerStart = {
      span53Worker: true,
      source,
      index,
      workers,
      siblings,
      metrics: memory.buffer,
      shared: given?.data,
    };
    const worker = new Worker(new URL(module), {
      workerData: workerStart,
      transferList: [...(given?.transfer ?? [])],
    });
    const link = control.add(worker);
    const startedMs = nowMs();
    this.#workers[index] = { worker, link };
    const failed = new Promise<never>((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`worker ${index} ended with ${code} before it was ready`)));
    });
    failed.catch(() => {}); // once ready, the exit handler below takes over
    const opened = link.ask('runtime.open', undefined, OPEN_MS);
    let addresses: readonly string[];
    try {
      addresses = (await Promise.race([opened, failed])) as readonly string[];
    } catch (error) {
      this.#workers[index] = undefined;
      this.#options.control.remove(link);
      await worker.terminate();
      throw error;
    }
    worker.removeAllListeners('error');
    worker.on('error', (error) =>
      this.#options.log.error({ event: 'worker-error', worker: index, stack: error.stack }),
    );
    worker.once('exit', () => this.#onExit(index, link, nowMs() - startedMs));
    return addresses;
  }

  #onExit(index: number, link: ControlLink, livedMs: number): void {
    this.#workers[index] = undefined;
    this.#options.control.remove(link);
    if (this.#stopping) return;
    const { log, mainRow, restartsSlot, registry, memory } = this.#options;
    mainRow[restartsSlot]! += 1;
    clearGauges(registry, memory.row(index + 1));
    log.error({ event: 'worker-died', worker: index }, 'a worker ended; starting another');
    this.#restart(index, livedMs > STABLE_MS ? RESTART_FIRST_MS : 2 * RESTART_FIRST_MS);
  }

  #restart(index: number, delayMs: number): void {
    setTimeout(() => {
      if (this.#stopping) return;
      this.#start(index, this.#addresses).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        this.#options.log.error({ event: 'worker-restart-failed', worker: index, why });
        this.#workers[index] = undefined;
        this.#restart(index, Math.min(2 * delayMs, RESTART_LONGEST_MS));
      });
    }, delayMs);
  }
}
