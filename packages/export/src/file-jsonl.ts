import { appendFile, rename, stat } from 'node:fs/promises';
import { tracesToJson } from '@span53/tracing';
import { ByteQueue } from './byte-queue.ts';
import type { Exporter, ExporterContext } from './exporter.ts';

export interface FileJsonlOptions {
  readonly path: string;
  /** A file that reached this size becomes `<path>.1`, replacing the one before. */
  readonly fileBytesMax: number;
  readonly queueBytesMax: number;
}

/** Traces taken from the queue for one write. */
const batchMax = 256;

/** Appends one JSON object of `TracesData` per line: OTLP's file format, for tests and sites without a network. */
export class FileJsonl implements Exporter {
  readonly #options: FileJsonlOptions;
  readonly #context: ExporterContext;
  readonly #queue: ByteQueue;
  #running: Promise<void> | undefined;
  #size: number | undefined;
  #healthy = true;

  constructor(options: FileJsonlOptions, context: ExporterContext) {
    this.#options = options;
    this.#context = context;
    this.#queue = new ByteQueue(options.queueBytesMax);
  }

  offer(octets: Uint8Array): boolean {
    if (!this.#queue.push(octets)) {
      this.#context.count('queue_full');
      return false;
    }
    this.#context.count('queued');
    this.#running ??= this.#run();
    return true;
  }

  async flush(deadlineMs: number): Promise<void> {
    if (this.#running === undefined) return;
    const deadline = Promise.withResolvers<void>();
    const timer = setTimeout(deadline.resolve, deadlineMs);
    await Promise.race([this.#running, deadline.promise]);
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const left = this.#queue.clear();
    if (left > 0) this.#context.count('deadline', left);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { count, warn } = this.#context;
    while (this.#queue.length > 0) {
      const batch = this.#queue.take(batchMax, this.#queue.bytesMax);
      try {
        await this.#append(batch.map((octets) => `${JSON.stringify(tracesToJson(octets))}\n`).join(''));
        count('sent', batch.length);
        this.#healthy = true;
      } catch (error) {
        count('failed', batch.length);
        if (this.#healthy) warn(`trace file ${this.#options.path}: ${String(error)}`);
        this.#healthy = false;
      }
    }
    this.#running = undefined;
  }

  async #append(text: string): Promise<void> {
    const { path, fileBytesMax } = this.#options;
    this.#size ??= await sizeOf(path);
    if (this.#size >= fileBytesMax) {
      await rename(path, `${path}.1`);
      this.#size = 0;
    }
    await appendFile(path, text);
    this.#size += Buffer.byteLength(text);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0; // not there yet; if it is there and unreadable, appending fails with the reason
  }
}
