/** Where log lines leave the process: a queue before a file descriptor. */
import { write } from 'node:fs';

const OCTETS_MAX = 1_048_576;
/** How long a full, non-blocking pipe is left alone. */
const RETRY_MS = 50;
const FULL = new Set(['EAGAIN', 'EBUSY']);

/**
 * Log lines to a file descriptor, in order, never waited for: a reader that has stopped stops no query. At most a
 * mebibyte waits; what comes on top is dropped and counted. When the other end is gone all lines are.
 * (pino's own destination waits in the event loop for a full pipe, and at exit for ever for a closed one.)
 */
export class LogOutput {
  /** Lines that were lost. */
  dropped = 0;
  /** Called for each of them. */
  onDrop: () => void = () => {};
  readonly #fd: number;
  readonly #octetsMax: number;
  #lines: string[] = [];
  #waiting = 0;
  #sending = false;
  #gone = false;
  #idle: (() => void)[] = [];

  constructor(fd: number, octetsMax: number = OCTETS_MAX) {
    this.#fd = fd;
    this.#octetsMax = octetsMax;
  }

  /** Takes a line with its line end. */
  write(line: string): void {
    if (this.#gone || this.#waiting + line.length > this.#octetsMax) {
      this.dropped += 1;
      this.onDrop();
      return;
    }
    this.#lines.push(line);
    this.#waiting += line.length;
    if (!this.#sending) this.#next();
  }

  /** Resolves when all that was taken is out, or lost, or `waitMs` are over. */
  async flush(waitMs: number): Promise<void> {
    if (!this.#sending) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#idle.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #next(): void {
    this.#sending = this.#lines.length > 0;
    if (this.#sending) {
      this.#send(Buffer.from(this.#lines.splice(0).join('')), 0);
      return;
    }
    this.#waiting = 0;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #send(chunk: Buffer, at: number): void {
    write(this.#fd, chunk, at, (error, written) => {
      if (error === null) {
        if (at + written < chunk.length) this.#send(chunk, at + written);
        else this.#sent(chunk.length);
      } else if (FULL.has(error.code ?? '')) {
        setTimeout(() => this.#send(chunk, at), RETRY_MS).unref();
      } else {
        this.#lose(chunk, at);
      }
    });
  }

  #sent(octets: number): void {
    this.#waiting = Math.max(0, this.#waiting - octets);
    this.#next();
  }

  #lose(chunk: Buffer, at: number): void {
    this.#gone = true;
    const lines = this.#lines.splice(0).length + chunk.toString('latin1', at).split('\n').length - 1;
    this.dropped += lines;
    for (let i = 0; i < lines; i += 1) this.onDrop();
    this.#next();
  }
}

/** Standard output of this thread. Who ends the process flushes it first. */
export const standardOutput = new LogOutput(1);
