/** What one client query may cost, with all resolutions that it needs. */
import type { Failure } from './failure.ts';

/** Limits of one client query; each has PowerDNS' setting of nearly the same name. */
export interface BudgetLimits {
  /** Outgoing queries, those spared by throttling among them (`max_qperq`). */
  readonly queriesMax: number;
  /** Octets received (`max_bytesperq`). */
  readonly octetsMax: number;
  /** Milliseconds from the client's query to its answer (`max_total_msec`). */
  readonly totalMs: number;
  /** Resolutions inside resolutions (`max_recursion_depth`). */
  readonly depthMax: number;
  /** Name-server names whose addresses were looked for in vain (`max_ns_address_qperq`). */
  readonly emptyAddressesMax: number;
}

/** One object for a query and all its sub-resolutions: a child never gets a fresh one. Only ever goes down. */
export class Budget {
  readonly limits: BudgetLimits;
  readonly startedMs: number;
  queries = 0;
  octets = 0;
  emptyAddresses = 0;
  /** Servers passed over because they are throttled. */
  throttled = 0;

  constructor(limits: BudgetLimits, startedMs: number) {
    this.limits = limits;
    this.startedMs = startedMs;
  }

  /** Milliseconds left at `nowMs`. */
  leftMs(nowMs: number): number {
    return this.startedMs + this.limits.totalMs - nowMs;
  }

  /** The limit that is reached, if one is. */
  spent(nowMs: number): Failure | undefined {
    if (this.leftMs(nowMs) <= 0) return 'time limit';
    if (this.queries + this.throttled >= this.limits.queriesMax) return 'query limit';
    if (this.octets >= this.limits.octetsMax) return 'byte limit';
    return undefined;
  }

  /**
   * True when no further NS address may be looked for in a zone of `servers` NS names. A large set lowers the limit by
   * what it has too many, not below 5.
   */
  addressesSpent(servers: number): boolean {
    const { emptyAddressesMax } = this.limits;
    const limit = Math.max(
      Math.min(5, emptyAddressesMax),
      emptyAddressesMax - Math.max(0, servers - emptyAddressesMax),
    );
    return this.emptyAddresses >= limit;
  }
}
