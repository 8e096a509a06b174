import type { Family, Labels, MetricsRegistry } from './registry.ts';
import type { MetricsMemory } from './row.ts';
import { type Exemplar, type Sample, samples } from './samples.ts';

export const contentTypes = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
} as const;
export type TextFormat = keyof typeof contentTypes;

/** The format for an HTTP `Accept` header: OpenMetrics, with exemplars, for those who name it. */
export function formatFor(accept: string | undefined): TextFormat {
  return accept?.includes('application/openmetrics-text') === true ? 'openmetrics' : 'prometheus';
}

/** What `/metrics` answers. `constant` labels, such as `instance`, go to every series. */
export function renderMetrics(
  registry: MetricsRegistry,
  memory: MetricsMemory,
  format: TextFormat,
  constant: Labels = {},
): string {
  const lines: string[] = [];
  let family: Sample['family'] | undefined;
  for (const sample of samples(registry, memory)) {
    if (sample.family !== family) {
      family = sample.family;
      const { kind, help, unit, bare } = family;
      // OpenMetrics describes the family, Prometheus the sample's own name.
      const name = format === 'prometheus' ? sampleName(family) : family.name;
      // OpenMetrics has no counter without `_total`.
      const type = bare && format === 'openmetrics' ? 'unknown' : kind;
      lines.push(`# HELP ${name} ${escapeHelp(help, format)}`, `# TYPE ${name} ${type}`);
      if (unit !== undefined && format === 'openmetrics') lines.push(`# UNIT ${name} ${unit}`);
    }
    renderSample(lines, sample, format, { ...constant, ...sample.labels });
  }
  if (format === 'openmetrics') lines.push('# EOF');
  return `${lines.join('\n')}\n`;
}

function renderSample(lines: string[], sample: Sample, format: TextFormat, labels: Labels): void {
  const { family, value, histogram } = sample;
  if (histogram === undefined) {
    lines.push(`${sampleName(family)}${labelText(labels)} ${numberText(value)}`);
    return;
  }
  const bounds = family.histogram!.bounds;
  let cumulative = 0;
  histogram.counts.forEach((count, bucket) => {
    cumulative += count;
    const le = bucket < bounds.length ? boundText(bounds[bucket]!) : '+Inf';
    const exemplar = format === 'openmetrics' ? exemplarText(histogram.exemplars[bucket]) : '';
    lines.push(`${family.name}_bucket${labelText({ ...labels, le })} ${cumulative}${exemplar}`);
  });
  lines.push(`${family.name}_sum${labelText(labels)} ${numberText(histogram.sum)}`);
  lines.push(`${family.name}_count${labelText(labels)} ${value}`);
}

function sampleName({ kind, name, bare }: Family): string {
  return kind === 'counter' && !bare ? `${name}_total` : name;
}

function exemplarText(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return '';
  const { traceId, spanId, value, unixSeconds } = exemplar;
  const at = unixSeconds > 0 ? ` ${unixSeconds.toFixed(3)}` : '';
  return ` # ${labelText({ trace_id: traceId, span_id: spanId })} ${numberText(value)}${at}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}

function escapeHelp(help: string, format: TextFormat): string {
  return format === 'openmetrics' ? escapeLabel(help) : help.replaceAll('\\', String.raw`\\`).replaceAll('\n', ' ');
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}

/** Bounds are floats in the canonical form of OpenMetrics: `1.0`, not `1`. */
function boundText(bound: number): string {
  return Number.isInteger(bound) ? bound.toFixed(1) : String(bound);
}
