import type { GraphJson } from '../model/api-types.ts';

/** A box of the map. */
export interface MapNode {
  readonly name: string;
  /** False for a server that is asked but sends no spans. */
  readonly known: boolean;
  readonly spans: number;
  readonly errors: number;
  readonly column: number;
  readonly row: number;
}

/** The graph in columns: callers to the left of the called. */
export function layOut({ services, calls }: GraphJson): readonly MapNode[] {
  const known = new Map(services.map((service) => [service.service, service]));
  const names = new Set([...known.keys(), ...calls.flatMap(({ from, to }) => [from, to])]);
  const columns = new Map([...names].map((name) => [name, 0]));
  // Longest path from the left; services that call each other in a circle stop it after as many rounds as there are.
  for (let round = 0; round < names.size; round++) {
    let moved = false;
    for (const { from, to } of calls) {
      const wanted = columns.get(from)! + 1;
      if (wanted <= columns.get(to)! || wanted >= names.size) continue;
      columns.set(to, wanted);
      moved = true;
    }
    if (!moved) break;
  }
  const used = [...new Set(columns.values())].toSorted((a, b) => a - b);
  const rows = new Map<number, number>();
  const order = (name: string): string => `${known.has(name) ? 0 : 1} ${name}`;
  const sorted = [...names].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  return sorted.map((name) => {
    const column = used.indexOf(columns.get(name)!);
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    const service = known.get(name);
    return {
      name,
      known: service !== undefined,
      spans: service?.spans ?? 0,
      errors: service?.errors ?? 0,
      column,
      row,
    };
  });
}
