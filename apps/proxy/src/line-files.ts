/** Files that Log actions write to. */
import { createWriteStream, type WriteStream } from 'node:fs';

import type { LineSink } from './remote-logger.ts';
import type { LineFile } from './rules/build.ts';

/** Octets that may wait for a slow disk; lines beyond are dropped. */
const WAITING_OCTETS_MAX = 4 * 1024 * 1024;

/** Opens each file once. Lines without a file go to `log`. */
export class LineFiles implements AsyncDisposable {
  readonly #log: LineSink;
  readonly #streams = new Map<string, WriteStream>();

  constructor(log: LineSink) {
    this.#log = log;
  }

  /** Undefined when nothing is to be written: only verbose lines are wanted, and we are not verbose. */
  sink(file: LineFile | undefined, silent: boolean): LineSink | undefined {
    if (file === undefined) return silent ? undefined : this.#log;
    const { fileName, append } = file;
    let stream = this.#streams.get(fileName);
    if (stream === undefined) {
      stream = createWriteStream(fileName, { flags: append ? 'a' : 'w' });
      stream.on('error', (error) => this.#log(`cannot write to ${fileName}: ${error.message}`));
      this.#streams.set(fileName, stream);
    }
    const open = stream;
    return (line) => {
      if (open.writableLength < WAITING_OCTETS_MAX && !open.destroyed) open.write(`${line}\n`);
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = [...this.#streams.values()].map(
      (stream) => new Promise<void>((resolve) => void (stream.destroyed ? resolve() : stream.end(() => resolve()))),
    );
    await Promise.all(ended);
  }
}
