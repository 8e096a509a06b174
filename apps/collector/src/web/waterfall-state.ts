import type { NodeJson } from '../model/api-types.ts';

/** Indexes of the spans that are not inside a folded one, in display order. */
export function visibleRows(nodes: readonly NodeJson[], folded: ReadonlySet<number>): readonly number[] {
  const rows: number[] = [];
  let hiddenBelow = Infinity;
  nodes.forEach((node, index) => {
    if (node.depth > hiddenBelow) return;
    hiddenBelow = folded.has(index) ? node.depth : Infinity;
    rows.push(index);
  });
  return rows;
}

/** Indexes of the spans with children. */
export function parents(nodes: readonly NodeJson[]): ReadonlySet<number> {
  return new Set(nodes.flatMap((node) => (node.parent < 0 ? [] : [node.parent])));
}

/** A copy of `set` with `value` in it, or without. */
export function withValue(set: ReadonlySet<number>, value: number, present: boolean): ReadonlySet<number> {
  const copy = new Set(set);
  if (present) copy.add(value);
  else copy.delete(value);
  return copy;
}
