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
export const timeOriginMs = (): number => performance.timeOrigin;
