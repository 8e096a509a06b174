import type { SummaryJson } from '../model/api-types.ts';
import { formatDuration } from '../model/duration.ts';
import { firstCache } from '../model/summary.ts';
import { go } from './navigation.ts';

const width = 1000;
const height = 96;
const edge = 6;
/** Room for the labels on the left. */
const gutter = 66;
/** Steps between labels that fit above each other. */
const decadesMax = 3;

/** The listed traces as dots: time to the right, duration upwards, logarithmic. Outliers show at a glance. */
export function Scatter({
  traces,
  selected,
  onSelect,
}: {
  traces: readonly SummaryJson[];
  selected: string | undefined;
  onSelect: (traceId: string) => void;
}) {
  const times = traces.map((trace) => trace.startMs);
  const logs = traces.map((trace) => Math.log10(Math.max(trace.durationNs, 1e3)));
  const x = scale(Math.min(...times), Math.max(...times), gutter, width - edge);
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(Math.ceil(Math.max(...logs)), low + 1);
  const y = scale(low, high, height - 2 * edge, 2 * edge);
  const every = Math.ceil((high - low) / decadesMax);
  const decades = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, index) => low + index * every);
  return (
    <figure class="scatter">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label="Duration over time">
        {decades.map((decade) => (
          <line key={decade} x1="0" x2={width} y1={y(decade)} y2={y(decade)} />
        ))}
      </svg>
      {decades.map((decade) => (
        <span key={decade} class="decade" style={{ top: `${(100 * y(decade)) / height}%` }}>
          {formatDuration(10 ** decade)}
        </span>
      ))}
      {traces.map((trace, index) => (
        <button
          key={trace.traceId}
          tabIndex={-1}
          class={`dot ${trace.errorCount > 0 ? 'bad' : firstCache(trace.hops) === 'hit' ? 'hit' : 'miss'}`}
          aria-pressed={trace.traceId === selected}
          title={titleOf(trace)}
          style={{ left: `${(100 * x(times[index]!)) / width}%`, top: `${(100 * y(logs[index]!)) / height}%` }}
          onMouseEnter={() => onSelect(trace.traceId)}
          onClick={() => go(`/trace/${trace.traceId}`)}
        />
      ))}
    </figure>
  );
}

function titleOf({ question, name, type, rcode, durationNs }: SummaryJson): string {
  return [question ?? name, type, rcode, formatDuration(durationNs)].filter((part) => part !== null).join(' ');
}

function scale(from: number, to: number, low: number, high: number): (value: number) => number {
  const run = to - from || 1;
  return (value) => low + ((value - from) / run) * (high - low);
}
