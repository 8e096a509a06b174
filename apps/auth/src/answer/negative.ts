/** The authority section of NODATA and NXDOMAIN (RFC 2308 §3). */
import { type RRset } from '@span53/dns/wire';
import { negativeTtl } from '../zones/zone-view.ts';
import type { Answer } from './answer.ts';

/** Adds the SOA record with the TTL for which the denial may be cached. */
export function addDenial(answer: Answer, soa: RRset): void {
  answer.authority.push({ rrset: soa, ttl: negativeTtl(soa) });
}
