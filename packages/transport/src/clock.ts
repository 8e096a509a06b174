/** The monotonic clock of listeners and clients: milliseconds with fractions, never set back. */
// Imported: the global of this name is behind a getter that costs as much as reading the clock.
import { performance } from 'node:perf_hooks';

export type MonotonicClock = () => number;

export const monotonicMs: MonotonicClock = () => performance.now();
