/** The monotonic clock of listeners and clients: milliseconds with fractions, never set back. */
export type MonotonicClock = () => number;

export const monotonicMs: MonotonicClock = () => performance.now();
