/** Average answer time of a backend, as dnsdist keeps it. */

/** Weight of a new sample. */
const SHARE = 1 / 128;

/** The average with one more sample: exponential, 1 part new in 128. */
export function averageLatency(averageMs: number, sampleMs: number): number {
  return averageMs + (sampleMs - averageMs) * SHARE;
}
