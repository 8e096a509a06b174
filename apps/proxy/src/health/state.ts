/** When a probed backend changes between up and down. Pure. */

/** Limits of one backend. */
export interface HealthLimits {
  /** Failures in a row until it is down. */
  readonly maxFailures: number;
  /** Successes in a row until it is up again. */
  readonly rise: number;
}

/** What is known of one backend. `first`: the next result decides alone. */
export interface HealthState {
  readonly up: boolean;
  readonly first: boolean;
  readonly failures: number;
  readonly successes: number;
}

/** Before the first probe: nothing is sent there. */
export const UNPROBED: HealthState = { up: false, first: true, failures: 0, successes: 0 };

/** The state after one more probe. */
export function afterProbe(state: HealthState, good: boolean, { maxFailures, rise }: HealthLimits): HealthState {
  const failures = good ? 0 : state.failures + 1;
  const successes = good ? state.successes + 1 : 0;
  if (state.first) return { up: good, first: false, failures, successes };
  const up = state.up ? failures < Math.max(1, maxFailures) : successes >= Math.max(1, rise);
  return { up, first: false, failures, successes };
}
