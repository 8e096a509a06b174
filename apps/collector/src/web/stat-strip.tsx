import type { StatsJson } from '../model/api-types.ts';
import { formatDuration } from '../model/duration.ts';
import { counted } from './counted.ts';
import { toggleTerm } from './filter-terms.ts';
import { go, listUrl } from './navigation.ts';
import { Rcode } from './rcode.tsx';

/** How the newest traces went, in one line, and whether the list is live. */
export function StatStrip({
  stats,
  query,
  live,
  connected,
  onLive,
}: {
  stats: StatsJson | undefined;
  query: string;
  live: boolean;
  connected: boolean;
  onLive: () => void;
}) {
  const state = !live ? 'paused' : connected ? 'live' : 'connecting';
  return (
    <div class="strip">
      <button class={`live ${state}`} onClick={onLive} title="Stop or start the live list (p)">
        <i aria-hidden="true" />
        {state}
      </button>
      {stats !== undefined && stats.recent.traces > 0 && <Figures stats={stats} query={query} />}
    </div>
  );
}

function Figures({ stats: { traces, spans, sizeOctets, recent }, query }: { stats: StatsJson; query: string }) {
  const percent = (part: number): string => `${Math.round((100 * part) / recent.traces)} %`;
  return (
    <>
      <Figure name="traces" value={traces.toLocaleString('en')} />
      <Figure name="p50" value={formatDuration(recent.p50Ns)} />
      <Figure name="p95" value={formatDuration(recent.p95Ns)} />
      <Figure name="p99" value={formatDuration(recent.p99Ns)} />
      <Figure name="cache hits" value={percent(recent.hits)} />
      <Figure name="with errors" value={percent(recent.errors)} />
      <span class="rcodes">
        {recent.rcodes.slice(0, 4).map(({ rcode, traces: count }) => (
          <button
            key={rcode}
            class="plain"
            title={`Show ${rcode} only`}
            onClick={() => go(listUrl(toggleTerm(query, `rcode:${rcode}`)))}
          >
            <Rcode rcode={rcode} /> {count}
          </button>
        ))}
      </span>
      <span class="quiet store">
        {counted(spans, 'span')}, {(sizeOctets / 1e6).toFixed(sizeOctets < 1e7 ? 1 : 0)} MB
      </span>
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <span class="figure">
      <span class="quiet">{name}</span> {value}
    </span>
  );
}
