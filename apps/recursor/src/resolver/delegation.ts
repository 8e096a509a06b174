/** Zone cuts: who serves a zone and where they are. */
import { type IPAddress, SocketAddress } from '@span53/dns/inet';
import { DNSName, RType } from '@span53/dns/wire';
import type { SignedRRset } from '../cache/record-cache.ts';
import type { Sections } from './bailiwick.ts';

/** A server by name. `addresses` grows when a look-up finds some. */
export interface NameServer {
  /** The root for a forwarder, which is known by address only. */
  readonly name: DNSName;
  readonly addresses: SocketAddress[];
}

/** Servers to ask for a zone and below. */
export interface Delegation {
  readonly zone: DNSName;
  readonly servers: readonly NameServer[];
  /** `iterate`: authoritative servers. `forward`: named by configuration, asked as such. `recurse`: resolvers. */
  readonly mode: 'iterate' | 'forward' | 'recurse';
  /** When the parent said so; undefined when it stands in the configuration. */
  readonly storedMs?: number;
}

/** What a referral says: the cut, its NS names, and the glue that may be believed. */
export interface Referral {
  readonly zone: DNSName;
  readonly ttl: number;
  readonly servers: readonly DNSName[];
  readonly glue: readonly SignedRRset[];
}

/**
 * The referral in a response of a server of `zone` about `name`: an NS RRset of a name below `zone`, at or above
 * `name`; the deepest, if there are several. Glue: addresses of its NS names that the sender may speak about.
 */
export function findReferral(sections: Sections, zone: DNSName, name: DNSName): Referral | undefined {
  let found: SignedRRset | undefined;
  for (const set of sections.authority) {
    if (set.type !== RType.NS || !name.isPartOf(set.name) || set.name.labelCount <= zone.labelCount) continue;
    if (found === undefined || set.name.labelCount > found.name.labelCount) found = set;
  }
  return found === undefined ? undefined : referralOf(found, sections);
}

/** The referral that an NS RRset makes, with the glue that came along. */
export function referralOf(set: SignedRRset, sections: Sections): Referral {
  const servers: DNSName[] = [];
  const glue: SignedRRset[] = [];
  for (const rdata of set.rdata) {
    const server = DNSName.read(rdata, 0);
    if (server === undefined || servers.some((other) => other.equals(server))) continue;
    servers.push(server);
    for (const type of [RType.A, RType.AAAA]) {
      const addresses = sections.additional.get(server, type);
      if (addresses !== undefined) glue.push(addresses);
    }
  }
  return { zone: set.name, ttl: set.ttl, servers, glue };
}

/** The addresses of an A or AAAA RRset. */
export function addressesOf(
  set: SignedRRset,
  toAddress: (octets: Uint8Array) => IPAddress,
  port: number,
): SocketAddress[] {
  return set.rdata.map((rdata) => new SocketAddress(toAddress(rdata), port));
}

/** At most `max` of `servers` (0: all), chosen at random, so that a huge NS set costs no more than a small one. */
export function someOf<T>(servers: readonly T[], max: number, random: () => number): readonly T[] {
  if (max === 0 || servers.length <= max) return servers;
  const left = [...servers];
  const chosen: T[] = [];
  while (chosen.length < max) chosen.push(...left.splice(Math.floor(random() * left.length), 1));
  return chosen;
}
