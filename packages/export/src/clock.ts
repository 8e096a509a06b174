import type { Clock } from './exporter.ts';

/** The clocks of the exporter thread. */
export const systemClock: Clock = { nowMs: () => performance.now(), unixMs: () => Date.now() };
