/** How long a response may be kept. Pure. */
import { RCode, RCODE_MASK, RType, type MessageView } from '@span53/dns/wire';

import type { MessageTtls } from './ttl-offsets.ts';

/** Limits of lifetimes, in seconds. They limit how long an entry lives, not the TTLs in it. */
export interface LifetimePolicy {
  /** Responses with a smaller TTL are not kept. */
  readonly ttlMin: number;
  readonly ttlMax: number;
  /** Most for NXDOMAIN and NODATA. */
  readonly negativeTtlMax: number;
  /** For SERVFAIL and REFUSED, whatever records they have; 0: they are not kept. */
  readonly failureTtl: number;
}

/** dnsdist's defaults. */
export const LIFETIME_POLICY: LifetimePolicy = { ttlMin: 0, ttlMax: 86_400, negativeTtlMax: 3600, failureTtl: 60 };

/** Seconds to keep the response; 0: not at all. */
export function lifetime(response: MessageView, ttls: MessageTtls, policy: LifetimePolicy): number {
  if (!response.isResponse || !response.hasQuestion || response.truncated || response.isSigned) return 0;
  if (response.qtype === RType.AXFR || response.qtype === RType.IXFR) return 0;
  const rcode = response.flags & RCODE_MASK;
  if (rcode === RCode.SERVFAIL || rcode === RCode.REFUSED) return policy.failureTtl;
  // Without a TTL nobody said how long this holds (RFC 2308 §5: no SOA, not cached).
  if (ttls.smallest <= 0 || ttls.smallest < policy.ttlMin) return 0;
  const negative = rcode === RCode.NXDOMAIN || (rcode === RCode.NOERROR && response.count(1) === 0);
  if (!negative) return Math.min(ttls.smallest, policy.ttlMax);
  // A referral has no SOA and is kept as long as its records.
  const seconds = ttls.negative < 0 ? ttls.smallest : Math.min(ttls.smallest, ttls.negative);
  return Math.min(seconds, policy.negativeTtlMax);
}
