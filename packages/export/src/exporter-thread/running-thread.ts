import { Worker } from 'node:worker_threads';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

type Warn = (text: string, details?: Readonly<Record<string, unknown>>) => void;
type Transfer = readonly import('node:worker_threads').Transferable[];

/** One life of the exporter thread: from its start to its end, by `close` or by a failure. */
export class RunningThread {
  readonly #worker: Worker;
  readonly #warn: Warn;
  readonly #exited = Promise.withResolvers<void>();
  readonly #flushing = new Map<number, () => void>();
  /** An Int32 of octets on the way to this thread; its successor has one of its own. */
  readonly inFlight: SharedArrayBuffer;
  readonly exited: Promise<void> = this.#exited.promise;
  #ended = false;
  #failure: Error | undefined;
  #nextId = 1;

  private constructor(start: ThreadStart, warn: Warn) {
    this.inFlight = start.inFlight;
    this.#warn = warn;
    // The same file extension as this module's: .ts from the sources, .js from a build.
    const entry = new URL(`./main${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url);
    this.#worker = new Worker(entry, { workerData: start, name: 'exporter' });
    this.#worker.on('message', (message: FromThread) => this.#onMessage(message));
    this.#worker.on('error', (error) => {
      this.#failure = error;
      warn('exporter thread failed', { error: String(error.stack) });
    });
    this.#worker.on('exit', () => this.#onExit());
  }

  /** Starts the thread and opens its destinations. Throws when it cannot; `cause` tells why. */
  static async open(start: Omit<ThreadStart, 'inFlight'>, warn: Warn): Promise<RunningThread> {
    const inFlight = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const thread = new RunningThread({ ...start, inFlight }, warn);
    const ready = Promise.withResolvers<void>();
    thread.#worker.on('message', ready.resolve);
    await Promise.race([ready.promise, thread.exited]);
    thread.#worker.off('message', ready.resolve);
    if (thread.ended) throw new Error('the exporter thread did not start', { cause: thread.#failure });
    return thread;
  }

  get ended(): boolean {
    return this.#ended;
  }

  tell(message: ToThread, transfer: Transfer = []): void {
    this.#worker.postMessage(message, [...transfer]);
  }

  /** Delivers what the workers have posted so far, at most for `deadlineMs`. */
  async flush(deadlineMs: number): Promise<void> {
    if (this.#ended) return;
    const id = this.#nextId++;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#flushing.set(id, resolve);
    this.tell({ kind: 'flush', id, deadlineMs });
    await promise;
  }

  /** The same, then ends the thread. */
  async close(deadlineMs: number): Promise<void> {
    if (this.#ended) return;
    this.tell({ kind: 'close', deadlineMs });
    const stuck = setTimeout(() => void this.#worker.terminate(), deadlineMs + closeGraceMs);
    await this.exited;
    clearTimeout(stuck);
  }

  #onMessage(message: FromThread): void {
    if (message.kind === 'warning') this.#warn(message.text, message.details);
    if (message.kind !== 'flushed') return;
    this.#flushing.get(message.id)?.();
    this.#flushing.delete(message.id);
  }

  #onExit(): void {
    this.#ended = true;
    for (const resolve of this.#flushing.values()) resolve();
    this.#flushing.clear();
    this.#exited.resolve();
  }
}

/** For ending connections after the deadline of delivery, before the thread is terminated. */
const closeGraceMs = 1000;
