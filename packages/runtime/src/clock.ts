/** The clocks of a process. Everything else gets them passed in. */
// Imported: the global of this name is behind a getter that costs as much as reading the clock.
import { performance } from 'node:perf_hooks';

/** Monotonic milliseconds with fractions: for ages and timeouts. */
export const nowMs = (): number => performance.now();

/** Unix time in whole seconds: for signatures and serials. */
export const unixSeconds = (): number => Math.floor(Date.now() / 1000);

/** Unix time in milliseconds, as coarse as the system tells it. */
export const unixMs = (): number => Date.now();

/** Unix time in milliseconds with fractions at `nowMs()` 0: turns monotonic times into dates. */
export const timeOriginMs = (): number => (measuredOrigin ??= measureOrigin());

let measuredOrigin: number | undefined;
const TICKS = 4;

/**
 * `performance.timeOrigin` is off by whole milliseconds where the process had to wait between the two clocks that Node
 * reads when it starts: spans of servers that start together would begin before their parents. Here the moment counts
 * at which a millisecond of the wall clock begins; who waited then gets an earlier origin, so the latest one is right.
 */
function measureOrigin(): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (let tick = 0; tick < TICKS; tick += 1) {
    const before = Date.now();
    let date = before;
    while (date === before) date = Date.now();
    latest = Math.max(latest, date - performance.now());
  }
  return latest;
}
