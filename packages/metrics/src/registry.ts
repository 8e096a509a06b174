import assert from 'node:assert/strict';
import { exemplarSlots, type HistogramSlots } from './histogram.ts';

export type MetricKind = 'counter' | 'gauge' | 'histogram';
export type Labels = Readonly<Record<string, string>>;

/** How a gauge of several workers becomes one number. Counters and histograms are always summed. */
export type GaugeMerge = 'sum' | 'max';

/** What every metric tells about itself. Names are without the `_total` that the text format adds to counters. */
export interface MetricOptions {
  readonly name: string;
  readonly help: string;
  /** Fixed label values of this one time series; all series of a family name the same labels. */
  readonly labels?: Labels;
  /** A counter whose name another product chose: the text formats add no `_total`. */
  readonly bare?: boolean;
  /** `seconds`, `bytes`: must be the last word of the name (OpenMetrics). */
  readonly unit?: string;
}

export interface Series {
  readonly labels: Labels;
  /** Index of the first slot in a row. */
  readonly slot: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly kind: MetricKind;
  readonly unit: string | undefined;
  readonly bare: boolean;
  readonly merge: GaugeMerge;
  readonly histogram: HistogramSlots | undefined;
  readonly series: Series[];
}

const namePattern = /^[a-z_][a-z0-9_]*$/;

/** Declares metrics and gives each a slot in a row of doubles. Every thread that declares the same metrics in the
 *  same order gets the same layout, so only the shared memory has to cross the thread boundary. */
export class MetricsRegistry {
  readonly #families = new Map<string, Family>();
  #slots = 0;

  /** Slots in a row: what `MetricsMemory` allocates for each worker. */
  get size(): number {
    return this.#slots;
  }

  get families(): Iterable<Family> {
    return this.#families.values();
  }

  /** A number that only grows. Returns its slot: `row[slot]!++`. */
  counter(options: MetricOptions): number {
    return this.#declare(options, { kind: 'counter', merge: 'sum' }, 1);
  }

  /** One counter for each value of one label, for sets known at build time (RCODEs, reasons, protocols). */
  counters<K extends string>(
    options: MetricOptions & { readonly label: string; readonly values: readonly K[] },
  ): Readonly<Record<K, number>> {
    const entries = options.values.map((value) => [
      value,
      this.counter({ ...options, labels: { ...options.labels, [options.label]: value } }),
    ]);
    return Object.fromEntries(entries) as Record<K, number>;
  }

  /** A number that goes up and down: `row[slot] = value`. */
  gauge(options: MetricOptions & { readonly merge?: GaugeMerge }): number {
    return this.#declare(options, { kind: 'gauge', merge: options.merge ?? 'sum' }, 1);
  }

  /** Counts by size class. `bounds` are inclusive upper limits in rising order; +Inf is added. Open the result on a
   *  row with `new Histogram(row, slots)`. With `exemplars` each bucket remembers the trace of its last observation. */
  histogram(
    options: MetricOptions & { readonly bounds: readonly number[]; readonly exemplars?: boolean },
  ): HistogramSlots {
    const { bounds, exemplars = false } = options;
    assert(
      bounds.every((bound, i) => Number.isFinite(bound) && (i === 0 || bound > bounds[i - 1]!)),
      `${options.name}: bounds must rise`,
    );
    const buckets = bounds.length + 1;
    const width = buckets + 1 + (exemplars ? buckets * exemplarSlots : 0);
    const shape: HistogramSlots = { slot: this.#slots, bounds, exemplars };
    const slot = this.#declare(options, { kind: 'histogram', merge: 'sum', histogram: shape }, width);
    assert.equal(slot, shape.slot);
    return shape;
  }

  #declare(
    options: MetricOptions,
    shape: { kind: MetricKind; merge: GaugeMerge; histogram?: HistogramSlots },
    width: number,
  ): number {
    const { name, help, unit, labels = {}, bare = false } = options;
    assert(namePattern.test(name), `bad metric name ${name}`);
    assert(unit === undefined || name.endsWith(`_${unit}`), `${name}: unit ${unit} must end the name`);
    let family = this.#families.get(name);
    if (family === undefined) {
      const { kind, merge, histogram } = shape;
      family = { name, help, kind, unit, bare, merge, histogram, series: [] };
      this.#families.set(name, family);
    }
    assert.equal(family.kind, shape.kind, `${name} is declared as ${family.kind} and ${shape.kind}`);
    const { bounds, exemplars } = shape.histogram ?? {};
    assert.deepEqual([family.histogram?.bounds, family.histogram?.exemplars], [bounds, exemplars], `${name}: bounds`);
    const key = labelKey(labels);
    assert(!family.series.some((other) => labelKey(other.labels) === key), `${name}{${key}} is declared twice`);
    const slot = this.#slots;
    family.series.push({ labels, slot });
    this.#slots += width;
    return slot;
  }
}

/** Identity of a time series inside its family. */
export function labelKey(labels: Labels): string {
  return Object.keys(labels)
    .toSorted()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
    .join(',');
}
