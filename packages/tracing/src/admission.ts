import type { Netmask } from '@span53/dns/inet';
import type { TraceContext } from './trace-context.ts';

export type Trust = 'continue' | 'link' | 'deny';

/** One line of `tracing.accept`: who may ask for a trace, and how far the sender is believed. */
export interface AcceptEntry {
  readonly sources: readonly Netmask[];
  /** Names of TSIG keys that are accepted instead of an address. */
  readonly tsigKeys: readonly string[];
  /** `continue` their trace, start our own and `link` it, or `deny`. */
  readonly trust: Trust;
  /** `presence`: the option alone asks for a trace, as PowerDNS, which sends flags 00, means it. `w3c`: the sampled
   *  bit decides; without it nothing is recorded and the context is passed on. */
  readonly honourSampledFlag: 'presence' | 'w3c';
  readonly maxTracesPerSecond: number;
}

/** What came of a request to trace. `denied`, `limited` and `malformed`: go on as if there had been none. */
export type Verdict = 'continue' | 'link' | 'probe' | 'fresh' | 'denied' | 'limited' | 'malformed';

export interface Admitted {
  readonly verdict: Verdict;
  /** `continue`: the parent. Its sampled bit says whether to record (always set for peers with `presence`). */
  readonly parent?: TraceContext;
  /** `link`: what the new trace refers to. */
  readonly link?: TraceContext;
}
