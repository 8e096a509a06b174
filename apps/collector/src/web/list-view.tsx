import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StatsJson, SummaryJson, TracePageJson } from '../model/api-types.ts';
import { parseFilter } from '../model/filter.ts';
import { getJson, useJson, useTail } from './data.ts';
import { EmptyState } from './empty-state.tsx';
import { FilterBox } from './filter-box.tsx';
import { useKeys } from './keys.ts';
import { go, listUrl } from './navigation.ts';
import { Scatter } from './scatter.tsx';
import { StatStrip } from './stat-strip.tsx';
import { TraceTable } from './trace-table.tsx';

const pageSize = 60;
const refreshMs = 800;

/** The list of traces, newest first, live. */
export function ListView({ query }: { query: string }) {
  const [live, setLive] = useState(true);
  const { ticks, connected } = useTail(live, refreshMs);
  const parsed = useMemo(() => parseFilter(query), [query]);
  const problem = 'problem' in parsed ? parsed.problem : undefined;
  const { traces, next, failure, loading, loadMore } = useTraces(query, ticks, problem !== undefined);
  const stats = useJson<StatsJson>('/api/v1/stats', ticks);
  const [selected, setSelected] = useState<string>();
  const filter = useRef<HTMLInputElement>(null);

  const step = (by: number): void => {
    const index = traces.findIndex((trace) => trace.traceId === selected);
    const at = Math.min(Math.max(index + by, 0), traces.length - 1);
    setSelected(traces[at]?.traceId);
  };
  useKeys({
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    Enter: () => selected !== undefined && go(`/trace/${selected}`),
    '/': () => filter.current?.focus(),
    p: () => setLive(!live),
    Escape: () => query !== '' && go('/'),
  });
  useEffect(() => {
    document.title = query === '' ? 'Span53 traces' : `${query} - Span53 traces`;
  }, [query]);

  const strip = stats.state === 'done' ? stats.value : undefined;
  return (
    <div class="list-view">
      <FilterBox key={query} input={filter} query={query} problem={problem} onSearch={(text) => go(listUrl(text))} />
      <StatStrip stats={strip} query={query} live={live} connected={connected} onLive={() => setLive(!live)} />
      {failure !== undefined && <p class="problem">The collector does not answer: {failure}</p>}
      {traces.length > 1 && <Scatter traces={traces} selected={selected} onSelect={setSelected} />}
      {traces.length > 0 && <TraceTable traces={traces} selected={selected} />}
      {traces.length === 0 && !loading && failure === undefined && problem === undefined && (
        <EmptyState filtered={query !== ''} />
      )}
      {next !== null && (
        <button class="more" onClick={loadMore}>
          Older traces
        </button>
      )}
    </div>
  );
}

interface Traces {
  readonly traces: readonly SummaryJson[];
  readonly next: string | null;
  readonly failure: string | undefined;
  readonly loading: boolean;
  readonly loadMore: () => void;
}

/** The first page, refreshed with `ticks`, and older pages that were asked for. */
function useTraces(query: string, ticks: number, blocked: boolean): Traces {
  const url = `/api/v1/traces?limit=${pageSize}&q=${encodeURIComponent(blocked ? '' : query)}`;
  const first = useJson<TracePageJson>(url, ticks);
  const [older, setOlder] = useState<{ url: string; traces: readonly SummaryJson[]; next: string | null }>();
  const last = useRef<TracePageJson>({ traces: [], next: null });
  if (first.state === 'done') last.current = first.value;
  const page = first.state === 'failed' ? { traces: [], next: null } : last.current;
  const more = older?.url === url ? older : undefined;
  const seen = new Set(page.traces.map((trace) => trace.traceId));
  const next = more === undefined ? page.next : more.next;
  return {
    traces: [...page.traces, ...(more?.traces ?? []).filter((trace) => !seen.has(trace.traceId))],
    next,
    failure: first.state === 'failed' ? first.message : undefined,
    loading: first.state === 'loading',
    loadMore: () => {
      if (next === null) return;
      void getJson<TracePageJson>(`${url}&before=${next}`).then((added) =>
        setOlder({ url, traces: [...page.traces, ...(more?.traces ?? []), ...added.traces], next: added.next }),
      );
    },
  };
}
