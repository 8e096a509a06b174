/** Times small functions in turns, so that what else the machine does hits all alike. */
import { median } from './contest.ts';

/** Does its work once; the result is added up, so that the optimiser cannot leave the work out. */
export type Task = (call: number) => number;

const warmTurns = 2;
const turnNs = 5_000_000;

/**
 * Nanoseconds per call of each task: the median of `rounds` alternating turns, each shorter than what a scheduler gives
 * at once. Not processor time: kernels that account by the tick tell that in steps of 10 ms.
 */
export function inTurns<Name extends string>(tasks: Record<Name, Task>, rounds: number): Record<Name, number> {
  const runs = (Object.keys(tasks) as Name[]).map((name) => ({
    name,
    run: tasks[name],
    calls: 1,
    took: [] as number[],
  }));
  // One turn that had to wait for the processor must not pass for a long one: too few calls would never be optimised.
  for (const run of runs) {
    while (Math.min(timeTurn(run), timeTurn(run), timeTurn(run)) * run.calls < turnNs) run.calls *= 2;
  }
  for (let round = 0; round < warmTurns + rounds; round += 1) {
    for (const run of runs) {
      const took = timeTurn(run);
      if (round >= warmTurns) run.took.push(took);
    }
  }
  return Object.fromEntries(runs.map(({ name, took }) => [name, median(took)])) as Record<Name, number>;
}

function timeTurn({ run, calls }: { readonly run: Task; readonly calls: number }): number {
  const start = performance.now();
  let sum = 0;
  for (let call = 0; call < calls; call += 1) sum += run(call);
  const tookMs = performance.now() - start;
  if (Number.isNaN(sum)) throw new Error('a task gave no number');
  return (tookMs * 1e6) / calls;
}

/** A thousand steps of plain integer arithmetic, each waiting for the one before: what to compare machines by. */
export function calibration(call: number): number {
  let hash = call | 0;
  for (let step = 0; step < 1000; step += 1) hash = Math.imul(hash ^ (hash >>> 15), 0x01000193) ^ step;
  return hash & 1;
}

/** A read from 64 MB at the place that the read before told: what a look-up pays for each thing not in a cache. */
export function memoryChase(): Task {
  const places = 2 ** 24;
  const next = new Int32Array(places);
  // A full cycle through all places: the multiplier is 1 modulo 4 and the increment is odd.
  for (let at = 0; at < places; at += 1) next[at] = (Math.imul(at, 1_664_525) + 1_013_904_223) & (places - 1);
  let place = 0;
  return () => (place = next[place]!);
}
