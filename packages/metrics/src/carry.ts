import { type Family, labelKey, type MetricsRegistry } from './registry.ts';
import type { MetricsMemory, MetricsRow } from './row.ts';

/** Adds what counters and histograms of an earlier configuration have reached to `row`, so that a reload that changes
 *  the layout (a backend more) does not set counters back. Gauges are left to those who measure them anew. */
export function carryOver(
  from: { registry: MetricsRegistry; memory: MetricsMemory },
  to: MetricsRegistry,
  row: MetricsRow,
): void {
  const earlier = new Map([...from.registry.families].map((family) => [family.name, family]));
  const rows = Array.from({ length: from.memory.rows }, (_, index) => from.memory.row(index));
  for (const family of to.families) {
    const before = earlier.get(family.name);
    if (before === undefined || family.kind === 'gauge' || !sameShape(family, before)) continue;
    const slots = new Map(before.series.map(({ labels, slot }) => [labelKey(labels), slot]));
    for (const { labels, slot } of family.series) {
      const source = slots.get(labelKey(labels));
      if (source === undefined) continue;
      for (let i = 0; i < summed(family); i++) for (const old of rows) row[slot + i]! += old[source + i]!;
    }
  }
}

function sameShape(a: Family, b: Family): boolean {
  return a.kind === b.kind && a.histogram?.bounds.join() === b.histogram?.bounds.join();
}

/** Slots of one series that add up: all but the exemplars. */
function summed({ histogram }: Family): number {
  return histogram === undefined ? 1 : histogram.bounds.length + 2;
}

/** Sets the gauges of a row to 0, for a worker that has ended. */
export function clearGauges(registry: MetricsRegistry, row: MetricsRow): void {
  for (const { kind, series } of registry.families) if (kind === 'gauge') for (const { slot } of series) row[slot] = 0;
}
