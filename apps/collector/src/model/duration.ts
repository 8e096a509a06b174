const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

/** Nanoseconds of a text such as `1.5ms`, `200us`, `2s`, `7d`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,9})?)(ns|us|µs|ms|s|m|h|d)$/.exec(text);
  return match === null ? undefined : Math.round(Number(match[1]) * units[match[2]!]!);
}

/** A duration with three significant digits: `870 ns`, `4.2 ms`, `12.5 s`. */
export function formatDuration(ns: number): string {
  if (ns === 0) return '0';
  if (ns < 1e3) return `${Math.round(ns)} ns`;
  if (ns < 999.5e3) return `${significant(ns / 1e3)} µs`;
  if (ns < 999.5e6) return `${significant(ns / 1e6)} ms`;
  if (ns < 120e9) return `${significant(ns / 1e9)} s`;
  if (ns < 120 * 60e9) return `${significant(ns / 60e9)} min`;
  return ns < 48 * 3600e9 ? `${significant(ns / 3600e9)} h` : `${significant(ns / 86_400e9)} d`;
}

function significant(value: number): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return String(Number(value.toFixed(digits)));
}
