import { isZero } from './trace-context.ts';

/** Fills `target` with octets from a CSPRNG. Lives in runtime's random.ts; tests pass a seeded one. */
export type RandomSource = (target: Uint8Array) => void;

/** Random octets drawn in bulk: one call of the CSPRNG for 170 traces instead of two for each (1.6 µs a call). */
export class IdPool {
  readonly #fill: RandomSource;
  readonly #octets: Uint8Array;
  #at: number;

  constructor(fill: RandomSource, sizeBytes = 4080) {
    this.#fill = fill;
    this.#octets = new Uint8Array(sizeBytes);
    this.#at = sizeBytes;
  }

  /** Writes a trace ID of 16 random octets, never all zero. */
  traceId(target: Uint8Array): void {
    do target.set(this.#take(16));
    while (isZero(target));
  }

  /** A random 63-bit number to count span IDs from, as two 32-bit halves. The top bit of `low` is clear, so adding
   *  a span's index to it never carries; together they are never zero. */
  spanBase(): { high: number; low: number } {
    for (;;) {
      const octets = this.#take(8);
      const high = ((octets[0]! << 24) | (octets[1]! << 16) | (octets[2]! << 8) | octets[3]!) >>> 0;
      const low = ((octets[4]! << 24) | (octets[5]! << 16) | (octets[6]! << 8) | octets[7]!) & 0x7fffffff;
      if (high !== 0 || low !== 0) return { high, low };
    }
  }

  /** A view of the next octets, good until the next call. */
  #take(count: number): Uint8Array {
    if (this.#at + count > this.#octets.length) {
      this.#fill(this.#octets);
      this.#at = 0;
    }
    const view = this.#octets.subarray(this.#at, this.#at + count);
    this.#at += count;
    return view;
  }
}
