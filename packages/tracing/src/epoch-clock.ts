/** 2^32 nanoseconds are no whole number of milliseconds, but 2^26 milliseconds are 15,625 times 2^32 nanoseconds. */
const chunkMs = 2 ** 26;
const chunkHigh = 15_625;

/** Turns `performance.now()` into Unix nanoseconds, as the two halves of a fixed64. Adding `timeOrigin` as a float
 *  would round to a quarter of a microsecond; this is exact to the nanosecond, without a BigInt per span. */
export class EpochClock {
  /** The halves of the last `convert`. */
  low = 0;
  high = 0;
  #originLow = 0;
  #originHigh = 0;

  /** `unixMs` is the wall clock at the moment when the monotonic one showed `nowMs`: `performance.timeOrigin` and 0. */
  constructor(unixMs: number, nowMs = 0) {
    this.anchor(unixMs, nowMs);
  }

  /** Follows the wall clock after it was set. Spans of one trace are converted together, so they stay in order. */
  anchor(unixMs: number, nowMs: number): void {
    const origin = BigInt(Math.floor(unixMs)) * 1_000_000n - nanosOf(nowMs) + nanosOf(unixMs - Math.floor(unixMs));
    this.#originLow = Number(origin & 0xffffffffn);
    this.#originHigh = Number(origin >> 32n);
  }

  /** Anchors again when the wall clock is more than `toleranceMs` from where it should be: it was set. */
  follow(unixMs: number, nowMs: number, toleranceMs: number): void {
    this.convert(nowMs);
    const expectedMs = (this.high * 2 ** 32 + this.low) / 1e6;
    if (Math.abs(unixMs - expectedMs) > toleranceMs) this.anchor(unixMs, nowMs);
  }

  convert(nowMs: number): void {
    const chunks = Math.floor(nowMs / chunkMs);
    const nanos = Math.round((nowMs - chunks * chunkMs) * 1e6);
    const nanosHigh = Math.floor(nanos / 2 ** 32);
    const low = this.#originLow + (nanos - nanosHigh * 2 ** 32);
    this.low = low >>> 0;
    this.high = this.#originHigh + chunks * chunkHigh + nanosHigh + (low >= 2 ** 32 ? 1 : 0);
  }
}

function nanosOf(ms: number): bigint {
  const whole = Math.floor(ms);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6));
}
