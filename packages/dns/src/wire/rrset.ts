/** RRsets: all records of one owner, class and type (RFC 2181 §5). */
import type { DNSName } from './name.ts';

/** One RRset. `rdata` holds each record's RDATA as uncompressed wire octets; one TTL for all (RFC 2181 §5.2). */
export interface RRset {
  readonly name: DNSName;
  readonly type: number;
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
  readonly rdata: readonly Uint8Array[];
}

/** True when both RDATA have the same octets. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

/** Plain octet order, shorter first when one begins the other: RDATA order within an RRset (RFC 4034 §6.3). */
export function compareOctets(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
