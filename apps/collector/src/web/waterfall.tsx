import { useMemo, useState } from 'preact/hooks';
import type { NodeJson, TraceJson } from '../model/api-types.ts';
import { serviceColour } from './colours.ts';
import { useKeys } from './keys.ts';
import { SpanRow } from './span-row.tsx';
import { elasticScale, linearScale } from './time-scale.ts';
import { TimeRuler } from './time-ruler.tsx';
import { parents, visibleRows, withValue } from './waterfall-state.ts';

interface WaterfallProps {
  readonly trace: TraceJson;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}

/** The spans as a tree on the left and bars over time on the right. */
export function Waterfall({ trace, selected, onSelect }: WaterfallProps) {
  const { nodes, durationNs } = trace;
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<number>>(() => new Set(selected < 0 ? [] : [selected]));
  const [elastic, setElastic] = useState(() => mostlyTooShort(nodes, durationNs));
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const [from, to] = zoom ?? [0, Math.max(durationNs, 1)];
  const scale = useMemo(
    () => (elastic ? elasticScale(from, to, boundaries(nodes)) : linearScale(from, to)),
    [trace, elastic, from, to],
  );
  const rows = useMemo(() => visibleRows(nodes, folded), [trace, folded]);
  const withChildren = useMemo(() => parents(nodes), [trace]);
  const fold = (index: number, shut: boolean): void => {
    if (withChildren.has(index)) setFolded(withValue(folded, index, shut));
  };
  const toggleDetails = (index: number): void => {
    onSelect(index);
    setOpened(withValue(opened, index, !opened.has(index)));
  };
  const step = (by: number): void => {
    const at = rows.indexOf(selected) + by;
    onSelect(rows[Math.min(Math.max(at, 0), rows.length - 1)] ?? -1);
  };
  const zoomTo = (index: number): void => {
    const node = nodes[index];
    if (node !== undefined) setZoom([node.offsetNs, node.offsetNs + Math.max(node.durationNs, 1000)]);
  };
  useKeys({
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    ArrowLeft: () => (folded.has(selected) ? onSelect(Math.max(nodes[selected]!.parent, 0)) : fold(selected, true)),
    ArrowRight: () => fold(selected, false),
    Enter: () => selected >= 0 && toggleDetails(selected),
    e: () => setFolded(new Set()),
    c: () => setFolded(withChildren),
    f: () => zoomTo(selected),
    '0': () => setZoom(undefined),
    z: () => setElastic(!elastic),
  });
  return (
    <section class="waterfall" aria-label="Spans">
      <div class="tools">
        <button onClick={() => setFolded(new Set())} title="e">
          Unfold all
        </button>
        <button onClick={() => setFolded(withChildren)} title="c">
          Fold all
        </button>
        <button aria-pressed={elastic} onClick={() => setElastic(!elastic)} title="z: short spans wider, gaps narrower">
          Elastic time
        </button>
        <button disabled={zoom === undefined} onClick={() => setZoom(undefined)} title="0">
          Zoom out
        </button>
        <span class="quiet">{elastic ? 'not to scale: gaps are shortened' : 'drag on the time line to zoom'}</span>
      </div>
      <TimeRuler scale={scale} onZoom={(start, end) => setZoom([start, end])} />
      {rows.map((index) => (
        <SpanRow
          key={index}
          node={nodes[index]!}
          resource={trace.resources[nodes[index]!.resource] ?? []}
          colour={serviceColour(nodes[index]!.service)}
          scale={scale}
          folded={withChildren.has(index) ? folded.has(index) : undefined}
          selected={index === selected}
          opened={opened.has(index)}
          newService={nodes[index]!.service !== nodes[nodes[index]!.parent]?.service}
          onFold={() => fold(index, !folded.has(index))}
          onToggle={() => toggleDetails(index)}
        />
      ))}
    </section>
  );
}

/** True when most spans would be thinner than a few pixels, as beside a timeout. */
function mostlyTooShort(nodes: readonly NodeJson[], durationNs: number): boolean {
  return nodes.filter((node) => node.durationNs < durationNs * 0.003).length > nodes.length / 2;
}

function boundaries(nodes: readonly NodeJson[]): readonly number[] {
  return nodes.flatMap((node) => [node.offsetNs, node.offsetNs + node.durationNs]);
}
