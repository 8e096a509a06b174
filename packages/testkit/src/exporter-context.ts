import type { ExportCount, ExporterContext } from '@span53/export';

/** What an exporter needs, with its counts and warnings to look at. The jitter is none; `unixMs` stands still. */
export interface TestExporterContext extends ExporterContext {
  readonly counts: Partial<Record<ExportCount, number>>;
  readonly warnings: string[];
}

export function exporterContext(unixMs = 1_767_225_600_000): TestExporterContext {
  const counts: Partial<Record<ExportCount, number>> = {};
  const warnings: string[] = [];
  return {
    counts,
    warnings,
    count: (what, by = 1) => void (counts[what] = (counts[what] ?? 0) + by),
    warn: (text) => void warnings.push(text),
    clock: { nowMs: () => performance.now(), unixMs: () => unixMs },
    random: () => 0.5,
  };
}
