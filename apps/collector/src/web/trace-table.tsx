import { useEffect, useRef } from 'preact/hooks';
import type { SummaryJson } from '../model/api-types.ts';
import { formatDuration } from '../model/duration.ts';
import type { Hop } from '../model/summary.ts';
import { serviceColour } from './colours.ts';
import { counted } from './counted.ts';
import { follow, go } from './navigation.ts';
import { Rcode } from './rcode.tsx';

/** The traces as a table whose rows lead to the trace. */
export function TraceTable({ traces, selected }: { traces: readonly SummaryJson[]; selected: string | undefined }) {
  const longest = Math.max(...traces.map((trace) => trace.durationNs));
  const shortest = Math.min(...traces.map((trace) => trace.durationNs));
  return (
    <table class="traces">
      <thead>
        <tr>
          <th>Time</th>
          <th>Question</th>
          <th>Answer</th>
          <th>Duration</th>
          <th>Path</th>
        </tr>
      </thead>
      <tbody>
        {traces.map((trace) => (
          <Row
            key={trace.traceId}
            trace={trace}
            share={logShare(trace.durationNs, shortest, longest)}
            selected={trace.traceId === selected}
          />
        ))}
      </tbody>
    </table>
  );
}

/** Length of a duration's bar: DNS durations span five orders of magnitude, so it is logarithmic. */
function logShare(ns: number, shortest: number, longest: number): number {
  const low = Math.log(Math.max(shortest, 1e3) / 2);
  return (Math.log(Math.max(ns, 1e3)) - low) / Math.max(Math.log(Math.max(longest, 2e3)) - low, 0.1);
}

function Row({ trace, share, selected }: { trace: SummaryJson; share: number; selected: boolean }) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const href = `/trace/${trace.traceId}`;
  const started = new Date(trace.startMs);
  return (
    <tr ref={row} class={selected ? 'selected' : undefined} onClick={() => go(href)}>
      <td class="time" title={started.toISOString()}>
        {clock(started)}
      </td>
      <td class="question">
        <a
          href={href}
          onClick={(event) => {
            event.stopPropagation();
            follow(event);
          }}
        >
          {trace.question ?? trace.name}
        </a>{' '}
        <span class="type">{trace.type}</span>
      </td>
      <td class="answer">
        <Rcode rcode={trace.rcode} />
        {trace.errorCount > 0 && (
          <span class="errors" title={`${counted(trace.errorCount, 'span')} failed`}>
            {trace.errorCount} failed
          </span>
        )}
      </td>
      <td class="duration">
        <span>{formatDuration(trace.durationNs)}</span>
        <i style={{ width: `${(share * 100).toFixed(1)}%` }} class={trace.errorCount > 0 ? 'bad' : undefined} />
      </td>
      <td class="path">
        <Path hops={trace.hops} />
        <span class="quiet count">{counted(trace.spanCount, 'span')}</span>
      </td>
    </tr>
  );
}

function Path({ hops }: { hops: readonly Hop[] }) {
  return (
    <>
      {hops.map(({ service, cache, errors }) => (
        <span
          key={service}
          class={`hop s${serviceColour(service)}`}
          title={`${service}: cache ${cache ?? 'not asked'}`}
        >
          <i aria-hidden="true" />
          {service}
          {cache === 'hit' && <b>hit</b>}
          {errors > 0 && <b class="bad">!</b>}
        </span>
      ))}
    </>
  );
}

function clock(date: Date): string {
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return `${time.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
