/** One open file of a zone: the text that is there, where the reader stands in it, and its $ORIGIN and last owner. */
import { octetText } from '../rdata/index.ts';
import type { DNSName } from '../wire/index.ts';
import type { ZoneChunks } from './options.ts';

/** Text that arrives in pieces; what was read is dropped when the next piece comes. */
export class ZoneSource {
  readonly file: string;
  origin: DNSName;
  /** The owner of the last record; undefined before the first. */
  owner: DNSName | undefined;
  text = '';
  /** Where the next entry starts. */
  at = 0;
  /** The line that `at` is in, from 1. */
  line = 1;
  /** The rest of a line is being left out. */
  skipping = false;
  /** No more text will come. */
  isLast: boolean;
  /** Octets of the entry at `at` that are wanted before it is looked at again. */
  #wanted = 0;
  readonly #pieces: Iterator<string | Uint8Array> | undefined;

  /** Without `chunks` the text comes by `push`. */
  constructor(file: string, { origin, owner }: Pick<ZoneSource, 'origin' | 'owner'>, chunks?: ZoneChunks) {
    this.file = file;
    this.origin = origin;
    this.owner = owner;
    this.#pieces = chunks?.[Symbol.iterator]();
    this.isLast = false;
  }

  /** Octets from `at` on that are here. */
  get pending(): number {
    return this.text.length - this.at;
  }

  /** True until there is so much text that another look at the entry is due. */
  get waits(): boolean {
    return this.pending < this.#wanted && !this.isLast;
  }

  /** Says that the entry at `at` does not end in the text that is here. A long one is looked at again only when there
   *  is twice as much of it: in small pieces it would be read once for each. */
  wait(): void {
    this.#wanted = this.pending < SMALL ? 0 : this.pending * 2;
  }

  /** Gets another piece; false when there is none now. */
  more(): boolean {
    const next = this.#pieces?.next();
    if (next === undefined) return false;
    if (next.done === true) this.isLast = true;
    else this.push(next.value);
    return true;
  }

  /** Says that no more of its text will be asked for: a generator closes what it has open. */
  close(): void {
    this.#pieces?.return?.();
  }

  push(chunk: string | Uint8Array): void {
    const text = typeof chunk === 'string' ? octetText(chunk) : latin1(chunk);
    this.text = this.at === this.text.length ? text : this.text.slice(this.at) + text;
    this.at = 0;
  }

  /** Leaves out the line that `at` is in, as far as it is here. False while it goes on. */
  skipLine(): boolean {
    const end = this.text.indexOf('\n', this.at);
    this.advance(end < 0 ? this.text.length : end + 1);
    this.skipping = end < 0 && !this.isLast;
    return !this.skipping;
  }

  /** Moves behind an entry. */
  advance(to: number): void {
    this.line += this.#newlines(this.at, to);
    this.at = to;
    this.#wanted = 0;
  }

  /** The line of an offset a little behind `at`: white space and comments are all that is between. */
  lineOf(offset: number): number {
    let { line } = this;
    for (let at = this.at; at < offset; at += 1) if (this.text.charCodeAt(at) === NEWLINE) line += 1;
    return line;
  }

  /** Line and column of an offset at or behind `at`. */
  position(offset: number): { line: number; column: number } {
    const before = this.text.lastIndexOf('\n', offset - 1);
    const start = before < this.at ? this.at : before + 1;
    return { line: this.line + this.#newlines(this.at, offset), column: offset - start + 1 };
  }

  #newlines(from: number, to: number): number {
    let count = 0;
    for (let at = from; at < to; count += 1) {
      const found = this.text.indexOf('\n', at);
      if (found < 0 || found >= to) break;
      at = found + 1;
    }
    return count;
  }
}

const NEWLINE = 0x0a;
const SMALL = 512;

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
}
