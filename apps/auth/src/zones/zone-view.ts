/** What the answer plan reads through. It does not know whether SQLite or a Map answers; both do so synchronously. */
import type { DNSName, RRset } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import type { ZoneNode } from './zone-node.ts';

/** One zone's data. Reads give what is enabled and served; `trace` is the span under which a read is recorded. */
export interface ZoneView {
  /** The apex, in the case it was stored in. */
  readonly origin: DNSName;
  /**
   * Everything at exactly `name`, which is at or below the apex: data, glue, or an empty non-terminal (a node
   * without RRsets, RFC 4592 §2.2.2). Undefined when nothing is at or below the name. Never throws: a store that
   * cannot be read gives a node with `unreadable` set.
   */
  node(name: DNSName, trace: Span | undefined): ZoneNode | undefined;
}

/** A zone that answers for a name, and the SOA RRset that makes it one. */
export interface ServedZone {
  readonly view: ZoneView;
  readonly apex: ZoneNode;
}

/** All zones of a server. */
export interface Zones {
  /** The zone with the longest apex at or above `name` that has a SOA record, or whose apex cannot be read. */
  find(name: DNSName, trace: Span | undefined): ServedZone | undefined;
}

/** Seconds for which a negative answer may be cached: the smaller of SOA TTL and MINIMUM (RFC 2308 §5). */
export function negativeTtl(soa: RRset): number {
  const rdata = soa.rdata[0]!;
  const at = rdata.length - 4;
  const minimum = ((rdata[at]! << 24) | (rdata[at + 1]! << 16) | (rdata[at + 2]! << 8) | rdata[at + 3]!) >>> 0;
  return Math.min(soa.ttl, minimum);
}

/** The SOA serial (RFC 1035 §3.3.13). */
export function soaSerial(soa: RRset): number {
  const rdata = soa.rdata[0]!;
  const at = rdata.length - 20;
  return ((rdata[at]! << 24) | (rdata[at + 1]! << 16) | (rdata[at + 2]! << 8) | rdata[at + 3]!) >>> 0;
}
