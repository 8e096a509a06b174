/** Maps nanoseconds of a trace to a fraction of the width, 0 to 1 within the visible part. */
export interface TimeScale {
  readonly position: (ns: number) => number;
  /** The time at a fraction of the width. */
  readonly timeAt: (position: number) => number;
  /** Times to label. */
  readonly ticks: readonly number[];
}

/** The same length for the same time. */
export function linearScale(fromNs: number, toNs: number): TimeScale {
  const span = Math.max(toNs - fromNs, 1);
  return {
    position: (ns) => (ns - fromNs) / span,
    timeAt: (position) => fromNs + position * span,
    ticks: roundTicks(fromNs, toNs),
  };
}

/**
 * A scale on which microseconds beside seconds can be seen: time is cut where spans start and end, and each piece gets
 * a length that grows with the square root of its duration. Order is kept, proportions are not.
 */
export function elasticScale(fromNs: number, toNs: number, boundaries: readonly number[]): TimeScale {
  const inside = boundaries.filter((ns) => ns > fromNs && ns < toNs);
  const cuts = [...new Set([fromNs, ...inside, toNs])].toSorted((a, b) => a - b);
  const lengths = cuts.map((cut, index) => (index === 0 ? 0 : Math.sqrt(cut - cuts[index - 1]!)));
  const total = lengths.reduce((sum, length) => sum + length, 0) || 1;
  let sum = 0;
  const places = lengths.map((length) => (sum += length) / total);
  return {
    position: (ns) => interpolate(cuts, places, ns),
    timeAt: (position) => interpolate(places, cuts, position),
    ticks: spreadTicks(cuts, places),
  };
}

/** Value of the piecewise linear function through (xs, ys), which ascend; beyond the ends it is extended. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const run = xs[high]! - xs[low]!;
  return run === 0 ? ys[low]! : ys[low]! + ((x - xs[low]!) / run) * (ys[high]! - ys[low]!);
}

/** Round times, about five of them. */
function roundTicks(fromNs: number, toNs: number): number[] {
  const rough = Math.max(toNs - fromNs, 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(fromNs / step) * step; at <= toNs; at += step) ticks.push(at);
  return ticks;
}

/** Cuts that are far enough apart to be labelled. */
function spreadTicks(cuts: readonly number[], places: readonly number[]): number[] {
  const ticks: number[] = [];
  let last = -1;
  places.forEach((place, index) => {
    if (place - last < 0.14 && index > 0) return;
    ticks.push(cuts[index]!);
    last = place;
  });
  return ticks;
}
