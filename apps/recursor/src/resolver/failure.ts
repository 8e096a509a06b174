/** How a resolution can fail, and what the client is told: the only place where the recursor makes RCODE and EDE. */
import { Ede } from '@span53/dns/edns';
import { RCode } from '@span53/dns/wire';

/** What went wrong, in words that also go into traces and metrics. */
export type Failure = keyof typeof failureResponse;

/** One answer to a failure. */
export interface FailureResponse {
  readonly rcode: number;
  readonly ede: number;
  /** EXTRA-TEXT; undefined when the code says it all. */
  readonly text: string | undefined;
}

/** Failure to RCODE and EDE (RFC 8914 §4). */
export const failureResponse = {
  acl: { rcode: RCode.REFUSED, ede: Ede.Prohibited, text: undefined },
  'recursion not desired': { rcode: RCode.REFUSED, ede: Ede.NotAuthoritative, text: 'RD is clear' },
  'no reachable authority': { rcode: RCode.SERVFAIL, ede: Ede.NoReachableAuthority, text: undefined },
  'no usable address': { rcode: RCode.SERVFAIL, ede: Ede.NoReachableAuthority, text: 'no name server has an address' },
  'all servers throttled': { rcode: RCode.SERVFAIL, ede: Ede.NoReachableAuthority, text: 'all servers failed lately' },
  'network error': { rcode: RCode.SERVFAIL, ede: Ede.NetworkError, text: undefined },
  'lame delegation': { rcode: RCode.SERVFAIL, ede: Ede.InvalidData, text: 'lame delegation' },
  'malformed response': { rcode: RCode.SERVFAIL, ede: Ede.InvalidData, text: 'malformed response' },
  'refused by authority': { rcode: RCode.SERVFAIL, ede: Ede.NetworkError, text: 'refused by the authority' },
  'servfail from authority': { rcode: RCode.SERVFAIL, ede: Ede.NetworkError, text: 'SERVFAIL from the authority' },
  'alias loop': { rcode: RCode.SERVFAIL, ede: Ede.InvalidData, text: 'CNAME loop' },
  'too many aliases': { rcode: RCode.SERVFAIL, ede: Ede.Other, text: 'too many CNAMEs' },
  'too deep': { rcode: RCode.SERVFAIL, ede: Ede.Other, text: 'limit reached: max_recursion_depth' },
  'time limit': { rcode: RCode.SERVFAIL, ede: Ede.NoReachableAuthority, text: 'limit reached: max_total_msec' },
  'query limit': { rcode: RCode.SERVFAIL, ede: Ede.Other, text: 'limit reached: max_qperq' },
  'byte limit': { rcode: RCode.SERVFAIL, ede: Ede.Other, text: 'limit reached: max_bytesperq' },
  'address limit': { rcode: RCode.SERVFAIL, ede: Ede.Other, text: 'limit reached: max_ns_address_qperq' },
  'not implemented': { rcode: RCode.NOTIMP, ede: Ede.NotSupported, text: undefined },
  bug: { rcode: RCode.SERVFAIL, ede: Ede.Other, text: undefined },
} as const satisfies Record<string, FailureResponse>;

/** Failures that say something about the name or its servers: worth remembering (RFC 9520 §2). */
const UNCACHED: ReadonlySet<Failure> = new Set([
  'acl',
  'recursion not desired',
  'all servers throttled',
  'too deep',
  'address limit',
  'query limit',
  'byte limit',
  'not implemented',
  'bug',
]);

/** Failures that are over when a server is reached again. */
const PASSING: ReadonlySet<Failure> = new Set([
  'no reachable authority',
  'no usable address',
  'network error',
  'time limit',
  'refused by authority',
  'servfail from authority',
]);

/** Seconds that the answer to a passing failure is kept (RFC 9520 §3.2 proposes 5). */
export const PASSING_FAILURE_TTL = 5;
const BUDGET_FAILURE_TTL = 1;

/**
 * Most seconds that the answer to a failure is kept, whatever is configured. A budget's failure says little about the
 * name; a server that comes back is used again soon.
 */
export function failureTtlMax(failure: Failure): number {
  if (!isCacheable(failure)) return BUDGET_FAILURE_TTL;
  return PASSING.has(failure) ? PASSING_FAILURE_TTL : Infinity;
}

/** True for a failure that goes into the cache. Spent budgets do not: another client query has one of its own. */
export function isCacheable(failure: Failure): boolean {
  return !UNCACHED.has(failure);
}
