import type { TraceJson } from '../model/api-types.ts';
import { formatDuration } from '../model/duration.ts';
import { serviceColour } from './colours.ts';
import { ownNs, timeShares } from './time-shares.ts';

/** Where the time of the answer went: a bar by service, waiting for the network apart, and the span that cost most. */
export function CriticalPath({ trace, onSelect }: { trace: TraceJson; onSelect: (span: number) => void }) {
  const shares = timeShares(trace.nodes);
  const total = shares.reduce((sum, share) => sum + share.ns, 0);
  if (total === 0) return null;
  const worst = trace.nodes.reduce((best, node, index) => (ownNs(node) > ownNs(trace.nodes[best]!) ? index : best), 0);
  const node = trace.nodes[worst]!;
  return (
    <section class="critical">
      <div class="shares" role="img" aria-label="Time on the critical path by service">
        {shares.map((share) => (
          <i
            key={share.label}
            class={`s${serviceColour(share.service)} ${share.waiting ? 'waiting' : ''}`}
            style={{ flexGrow: share.ns }}
            title={`${share.label}: ${formatDuration(share.ns)}`}
          />
        ))}
      </div>
      <p class="legend">
        {shares.slice(0, 8).map((share) => (
          <span key={share.label} class={`s${serviceColour(share.service)}`}>
            <i class={share.waiting ? 'waiting' : undefined} aria-hidden="true" />
            {share.label} <b>{formatDuration(share.ns)}</b>
          </span>
        ))}
      </p>
      <p class="hint">
        Most of it:{' '}
        <button class="plain" onClick={() => onSelect(worst)}>
          {node.service} {node.name} {node.detail}
        </button>{' '}
        {formatDuration(ownNs(node))}, {Math.round((100 * ownNs(node)) / total)} % of the critical path.
      </p>
    </section>
  );
}
