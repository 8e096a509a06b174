/** Splits a TCP stream into DNS messages: two octets of length, then the message (RFC 1035 §4.2.2, RFC 7766 §8). */

export { frame } from '@span53/dns/wire';

/**
 * Collects chunks and gives out whole messages. Holds at most one frame: 65,537 octets. Each octet is copied once
 * at most, however small the chunks are.
 */
export class FrameSplitter {
  /** The unfinished frame with room for all of it, once its length is known. */
  #held: Buffer | undefined;
  #filled = 0;

  /** Octets of an unfinished frame. */
  get pending(): number {
    return this.#filled;
  }

  /**
   * Takes a chunk and calls `take` for each message that is now whole. Messages are views into memory nobody
   * reuses. Once `full` says so no further message is begun. Returns the octets that it took: all, or those up to
   * there, and then the rest of the chunk is the caller's.
   */
  push(chunk: Buffer, take: (message: Buffer) => void, full: () => boolean = never): number {
    let at = this.#complete(chunk, take);
    while (at < chunk.length) {
      if (full()) return at;
      const end = chunk.length - at < 2 ? Infinity : at + 2 + ((chunk[at]! << 8) | chunk[at + 1]!);
      if (end > chunk.length) {
        this.#hold(chunk, at);
        break;
      }
      take(chunk.subarray(at + 2, end));
      at = end;
    }
    return chunk.length;
  }

  /** Fills the frame that was left unfinished; returns how much of the chunk that took. */
  #complete(chunk: Buffer, take: (message: Buffer) => void): number {
    if (this.#held === undefined) return 0;
    let at = 0;
    if (this.#filled === 1 && chunk.length > 0) {
      const first = this.#held[0]!;
      this.#held = Buffer.allocUnsafe(2 + ((first << 8) | chunk[0]!));
      this.#held[0] = first;
      this.#held[1] = chunk[0]!;
      this.#filled = 2;
      at = 1;
    }
    const length = Math.min(this.#held.length - this.#filled, chunk.length - at);
    chunk.copy(this.#held, this.#filled, at, at + length);
    this.#filled += length;
    if (this.#filled === this.#held.length && this.#filled >= 2) {
      const message = this.#held.subarray(2);
      this.#held = undefined;
      this.#filled = 0;
      take(message);
    }
    return at + length;
  }

  #hold(chunk: Buffer, at: number): void {
    const have = chunk.length - at;
    this.#held = Buffer.allocUnsafe(have === 1 ? 1 : 2 + ((chunk[at]! << 8) | chunk[at + 1]!));
    chunk.copy(this.#held, 0, at);
    this.#filled = have;
  }
}

const never = (): boolean => false;
