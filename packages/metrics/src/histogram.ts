import type { MetricsRow } from './row.ts';

/** Where a histogram lies in a row: one count per bucket (not cumulative), the sum, then the exemplars. */
export interface HistogramSlots {
  readonly slot: number;
  readonly bounds: readonly number[];
  readonly exemplars: boolean;
}

/** Doubles taken by one exemplar: value, Unix seconds, trace ID (two), span ID. */
export const exemplarSlots = 5;

/** Upper limits in seconds for the time a DNS answer takes: 50 µs (a cache hit) to 10 s (all retries failed). */
export const latencyBounds = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

/** The trace an observation belongs to; a `Span` is one. The octets are copied. */
export interface ExemplarSource {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
}

/** One histogram of one worker. */
export class Histogram {
  readonly #row: MetricsRow;
  readonly #slots: HistogramSlots;
  readonly #octets: Uint8Array;

  constructor(row: MetricsRow, slots: HistogramSlots) {
    this.#row = row;
    this.#slots = slots;
    this.#octets = new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
  }

  /** Counts `value`. `exemplar` is remembered for its bucket with `unixSeconds`, the last one wins. */
  observe(value: number, exemplar?: ExemplarSource, unixSeconds = 0): void {
    const { bounds, slot, exemplars } = this.#slots;
    let bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket++;
    this.#row[slot + bucket]!++;
    this.#row[slot + bounds.length + 1]! += value;
    if (exemplar === undefined || !exemplars) return;
    const at = slot + bounds.length + 2 + bucket * exemplarSlots;
    this.#row[at] = value;
    this.#row[at + 1] = unixSeconds;
    const octet = (at + 2) * Float64Array.BYTES_PER_ELEMENT;
    this.#octets.set(exemplar.traceId, octet);
    this.#octets.set(exemplar.spanId, octet + 16);
  }
}
