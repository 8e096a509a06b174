import { useEffect, useRef } from 'preact/hooks';
import type { NodeJson } from '../model/api-types.ts';
import { formatDuration } from '../model/duration.ts';
import { type Attributes, SpanKind, StatusCode } from '../model/span.ts';
import { SpanDetails } from './span-details.tsx';
import type { TimeScale } from './time-scale.ts';

interface SpanRowProps {
  readonly node: NodeJson;
  readonly resource: Attributes;
  readonly colour: number;
  readonly scale: TimeScale;
  /** Undefined for a span without children. */
  readonly folded: boolean | undefined;
  readonly selected: boolean;
  readonly opened: boolean;
  /** True where the trace passes to another service. */
  readonly newService: boolean;
  readonly onFold: () => void;
  readonly onToggle: () => void;
}

const kindNames = ['', 'internal', 'server', 'client', 'producer', 'consumer'];
/** Deeper spans are not indented any further. */
const indentMax = 12;

/** One line of the waterfall, with the details below it when it is opened. */
export function SpanRow(props: SpanRowProps) {
  const { node, colour, folded, selected, opened } = props;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const failed = node.status === StatusCode.ERROR;
  return (
    <>
      <div
        ref={row}
        class={`row span s${colour} ${selected ? 'selected' : ''} ${failed ? 'failed' : ''}`}
        onClick={props.onToggle}
      >
        <div class="label" style={{ paddingLeft: `${Math.min(node.depth, indentMax) * 0.8 + 0.2}rem` }}>
          {folded === undefined ? (
            <i class="leaf" aria-hidden="true" />
          ) : (
            <button
              class="fold"
              aria-expanded={!folded}
              aria-label={folded ? 'Unfold' : 'Fold'}
              onClick={(event) => {
                event.stopPropagation();
                props.onFold();
              }}
            />
          )}
          {props.newService && <span class="service">{node.service}</span>}
          <button class="name" aria-expanded={opened} title={`${node.service}: ${node.name} ${node.detail}`}>
            <b>{node.name}</b> <span class="detail">{node.detail}</span>
          </button>
        </div>
        <Bar node={node} scale={props.scale} />
      </div>
      {opened && <SpanDetails node={node} resource={props.resource} colour={colour} />}
    </>
  );
}

function Bar({ node, scale }: { node: NodeJson; scale: TimeScale }) {
  const start = scale.position(node.offsetNs);
  const end = scale.position(node.offsetNs + node.durationNs);
  const left = clamp(start);
  const right = clamp(end);
  const hidden = end < 0 || start > 1;
  const kind = kindNames[node.kind] ?? '';
  const place = right < 0.88 ? 'after' : left > 0.14 ? 'before' : 'inside';
  return (
    <div class="bars">
      {scale.ticks.map((tick) => (
        <i key={tick} class="grid" style={{ left: `${scale.position(tick) * 100}%` }} />
      ))}
      {!hidden && (
        <>
          <i
            class={`bar ${kind} ${node.ended ? '' : 'unfinished'}`}
            style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
          />
          {node.critical.map(([from, to]) => (
            <i key={from} class="on-path" style={between(clamp(scale.position(from)), clamp(scale.position(to)))} />
          ))}
          {node.events.map((event, index) => (
            <i
              key={index}
              class="event"
              title={event.name}
              style={{ left: `${clamp(scale.position(node.offsetNs + event.atNs)) * 100}%` }}
            />
          ))}
          <span
            class={`length ${place}`}
            style={
              place === 'after'
                ? { left: `${right * 100}%` }
                : { right: `${(1 - (place === 'before' ? left : right)) * 100}%` }
            }
          >
            {node.ended ? formatDuration(node.durationNs) : 'not ended'}
            {node.kind === SpanKind.CLIENT && node.status === StatusCode.ERROR ? ' failed' : ''}
          </span>
        </>
      )}
    </div>
  );
}

function between(left: number, right: number): { left: string; width: string } {
  return { left: `${left * 100}%`, width: `${(right - left) * 100}%` };
}

function clamp(position: number): number {
  return Math.min(Math.max(position, 0), 1);
}
