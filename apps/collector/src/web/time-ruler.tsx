import { useRef, useState } from 'preact/hooks';
import { formatDuration } from '../model/duration.ts';
import type { TimeScale } from './time-scale.ts';

/** The time line above the bars. Dragging over it zooms in. */
export function TimeRuler({ scale, onZoom }: { scale: TimeScale; onZoom: (fromNs: number, toNs: number) => void }) {
  const line = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<readonly [number, number]>();
  const place = (event: PointerEvent): number => {
    const box = line.current!.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
  };
  const finish = (): void => {
    if (drag !== undefined && Math.abs(drag[1] - drag[0]) > 0.01) {
      const [low, high] = drag[0] < drag[1] ? drag : [drag[1], drag[0]];
      onZoom(scale.timeAt(low), scale.timeAt(high));
    }
    setDrag(undefined);
  };
  return (
    <div class="row ruler">
      <div class="label quiet">Span</div>
      <div
        ref={line}
        class="time-line"
        onPointerDown={(event) => {
          line.current!.setPointerCapture(event.pointerId);
          setDrag([place(event), place(event)]);
        }}
        onPointerMove={(event) => drag !== undefined && setDrag([drag[0], place(event)])}
        onPointerUp={finish}
      >
        {scale.ticks.map((tick) => {
          const at = scale.position(tick);
          if (at < 0 || at > 0.97) return null;
          return (
            <span key={tick} class="tick" style={{ left: `${at * 100}%` }}>
              {formatDuration(tick)}
            </span>
          );
        })}
        {drag !== undefined && (
          <i
            class="drag"
            style={{
              left: `${Math.min(...drag) * 100}%`,
              width: `${Math.abs(drag[1] - drag[0]) * 100}%`,
            }}
          />
        )}
      </div>
    </div>
  );
}
