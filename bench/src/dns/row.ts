/** One line of the table: what was measured, beside its goal and beside somebody else's time. */
export interface Row {
  readonly what: string;
  /** With its unit. */
  readonly ours: string;
  readonly goal: string;
  /** What was reached of the goal. */
  readonly reached: string;
  /** Undefined when there is no goal. */
  readonly met: boolean | undefined;
}

/** A time that nothing is asked of. */
export function noGoal(what: string, ns: number): Row {
  return { what, ours: formatNs(ns), goal: '', reached: '', met: undefined };
}

/** A time with a limit. */
export function atMost(what: string, ns: number, limitNs: number): Row {
  return { what, ours: formatNs(ns), goal: `≤ ${limitNs} ns`, reached: formatNs(ns), met: ns <= limitNs };
}

/** A time and what dns-packet takes for the same. */
export function besideDnsPacket(what: string, { ns, theirs, least }: BesideNs): Row {
  const times = theirs / ns;
  return {
    what,
    ours: formatNs(ns),
    goal: `≥ ${least} × dns-packet`,
    reached: `${times.toFixed(1)} × (its ${formatNs(theirs)})`,
    met: times >= least,
  };
}

interface BesideNs {
  readonly ns: number;
  readonly theirs: number;
  readonly least: number;
}

/** The rows as a Markdown table. */
export function formatRows(rows: readonly Row[]): string {
  return [
    '| what | Span53 | goal | reached | |',
    '|---|---:|---|---:|---|',
    ...rows.map(({ what, ours, goal, reached, met }) => {
      const verdict = met === undefined ? '' : met ? 'met' : '**missed**';
      return `| ${what} | ${ours} | ${goal} | ${reached} | ${verdict} |`;
    }),
  ].join('\n');
}

function formatNs(ns: number): string {
  return `${Math.round(ns).toLocaleString('en')} ns`;
}
