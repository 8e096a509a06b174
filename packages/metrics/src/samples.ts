import { exemplarSlots, type HistogramSlots } from './histogram.ts';
import type { Family, Labels, MetricsRegistry } from './registry.ts';
import type { MetricsMemory } from './row.ts';

/** The trace behind the last observation of a bucket. */
export interface Exemplar {
  readonly value: number;
  /** 0: unknown. */
  readonly unixSeconds: number;
  /** Lower-case hex. */
  readonly traceId: string;
  readonly spanId: string;
}

export interface HistogramSample {
  /** Counts per bucket, not cumulative; the last is above all bounds. */
  readonly counts: readonly number[];
  readonly sum: number;
  readonly exemplars: readonly (Exemplar | undefined)[];
}

/** One time series over all workers. */
export interface Sample {
  readonly family: Family;
  readonly labels: Labels;
  /** Counters and gauges; the number of observations of a histogram. */
  readonly value: number;
  readonly histogram: HistogramSample | undefined;
}

/** Adds up the rows of all workers, in the order of declaration. */
export function* samples(registry: MetricsRegistry, memory: MetricsMemory): Generator<Sample> {
  const rows = Array.from({ length: memory.rows }, (_, index) => memory.row(index));
  const total = (slot: number): number => rows.reduce((sum, row) => sum + row[slot]!, 0);
  for (const family of registry.families) {
    for (const { labels, slot } of family.series) {
      if (family.histogram === undefined) {
        const value = family.merge === 'max' ? Math.max(...rows.map((row) => row[slot]!)) : total(slot);
        yield { family, labels, value, histogram: undefined };
        continue;
      }
      const { bounds, exemplars } = family.histogram;
      const counts = Array.from({ length: bounds.length + 1 }, (_, bucket) => total(slot + bucket));
      const sum = total(slot + bounds.length + 1);
      const latest = exemplars ? counts.map((_, bucket) => latestExemplar(rows, family.histogram!, slot, bucket)) : [];
      const value = counts.reduce((a, b) => a + b, 0);
      yield { family, labels, value, histogram: { counts, sum, exemplars: latest } };
    }
  }
}

/** The newest exemplar of a bucket in any row. */
function latestExemplar(
  rows: readonly Float64Array[],
  { bounds }: HistogramSlots,
  slot: number,
  bucket: number,
): Exemplar | undefined {
  const at = slot + bounds.length + 2 + bucket * exemplarSlots;
  let newest: Exemplar | undefined;
  for (const row of rows) {
    const octets = Buffer.from(row.buffer, row.byteOffset + (at + 2) * Float64Array.BYTES_PER_ELEMENT, 24);
    const unixSeconds = row[at + 1]!;
    if (octets.every((octet) => octet === 0) || (newest !== undefined && unixSeconds <= newest.unixSeconds)) continue;
    const [traceId, spanId] = [octets.toString('hex', 0, 16), octets.toString('hex', 16, 24)];
    newest = { value: row[at]!, unixSeconds, traceId, spanId };
  }
  return newest;
}
