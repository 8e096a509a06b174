import { useEffect, useState } from 'preact/hooks';
import type { GraphJson } from '../model/api-types.ts';
import { formatDuration } from '../model/duration.ts';
import { serviceColour } from './colours.ts';
import { useJson } from './data.ts';
import { EmptyState } from './empty-state.tsx';
import { useKeys } from './keys.ts';
import { layOut, type MapNode } from './map-layout.ts';
import { counted } from './counted.ts';
import { go, listUrl } from './navigation.ts';

const boxWidth = 168;
const boxHeight = 48;
const columnWidth = 372;
const rowHeight = 84;
const refreshMs = 5000;

/** Who asks whom, drawn from the newest traces. */
export function MapView() {
  const [ticks, setTicks] = useState(0);
  const loaded = useJson<GraphJson>('/api/v1/graph', ticks);
  const [last, setLast] = useState<GraphJson>();
  useEffect(() => {
    const timer = setInterval(() => setTicks((count) => count + 1), refreshMs);
    document.title = 'Service map - Span53';
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (loaded.state === 'done') setLast(loaded.value);
  }, [loaded]);
  useKeys({ Escape: () => go('/') });
  if (loaded.state === 'failed') return <p class="problem">{loaded.message}</p>;
  if (last === undefined) return <p class="quiet wait">Loading the map…</p>;
  if (last.services.length === 0) return <EmptyState filtered={false} />;
  return <Graph graph={last} />;
}

function Graph({ graph }: { graph: GraphJson }) {
  const nodes = layOut(graph);
  const place = new Map(
    nodes.map((node) => [node.name, { x: 16 + node.column * columnWidth, y: 16 + node.row * rowHeight }]),
  );
  const width = Math.max(...[...place.values()].map(({ x }) => x)) + boxWidth + 16;
  const height = Math.max(...[...place.values()].map(({ y }) => y)) + boxHeight + 16;
  return (
    <section class="map-view">
      <p class="quiet">
        From the newest traces. A dashed box was asked but sends no spans. Click a service for its traces.
      </p>
      <div class="scroll">
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label="Service map">
          {graph.calls.map((call) => (
            <Call key={`${call.from} ${call.to}`} call={call} from={place.get(call.from)!} to={place.get(call.to)!} />
          ))}
          {nodes.map((node) => (
            <Box key={node.name} node={node} at={place.get(node.name)!} />
          ))}
        </svg>
      </div>
    </section>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function Box({ node, at }: { node: MapNode; at: Point }) {
  const open = (): void => {
    if (node.known) go(listUrl(`service:${node.name}`));
  };
  return (
    <g
      class={`box ${node.known ? `s${serviceColour(node.name)}` : 'stranger'}`}
      transform={`translate(${at.x} ${at.y})`}
      onClick={open}
    >
      <title>{node.name}</title>
      <rect width={boxWidth} height={boxHeight} rx="6" />
      <text x="12" y="21" class="name">
        {shorten(node.name)}
      </text>
      <text x="12" y="38" class="quiet">
        {node.known ? counted(node.spans, 'span') : 'no spans'}
        {node.errors > 0 ? `, ${node.errors} failed` : ''}
      </text>
    </g>
  );
}

function Call({ call, from, to }: { call: GraphJson['calls'][number]; from: Point; to: Point }) {
  const start = { x: from.x + boxWidth, y: from.y + boxHeight / 2 };
  const end = { x: to.x, y: to.y + boxHeight / 2 };
  const bend = Math.max((end.x - start.x) / 2, 40);
  const text = `${call.calls} × ${formatDuration(call.meanNs)}${call.errors > 0 ? `, ${call.errors} failed` : ''}`;
  return (
    <g class={`call ${call.errors > 0 ? 'bad' : ''}`}>
      <title>{`${call.from} to ${call.to}: at most ${formatDuration(call.maxNs)}`}</title>
      <path
        d={`M ${start.x} ${start.y} C ${start.x + bend} ${start.y}, ${end.x - bend} ${end.y}, ${end.x} ${end.y}`}
        style={{ strokeWidth: Math.min(1 + Math.log2(1 + call.calls) / 3, 5) }}
      />
      <text x={end.x - 8} y={end.y - 8}>
        {text}
      </text>
    </g>
  );
}

function shorten(name: string): string {
  return name.length > 20 ? `${name.slice(0, 19)}…` : name;
}
