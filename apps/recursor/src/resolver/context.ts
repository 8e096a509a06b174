/** What a step may look at and write to: caches with stated maxima, configuration, and chance from outside. */
import type { IPAddress, SocketAddress } from '@span53/dns/inet';
import { type DNSName, type NameTree, RType } from '@span53/dns/wire';
import type { CachedDelegation, DelegationCache } from '../cache/delegation-cache.ts';
import type { NegativeCache } from '../cache/negative-cache.ts';
import type { RecordCache } from '../cache/record-cache.ts';
import type { ServerStats } from '../cache/server-stats.ts';
import { Trust } from '../cache/trust.ts';
import type { BudgetLimits } from './budget.ts';
import { addressesOf, type Delegation, type NameServer, someOf } from './delegation.ts';
import type { Outcome } from './events.ts';
import type { MinimisationLimits } from './qname-minimisation.ts';
import type { Resolution } from './resolution.ts';

/** Settings of the resolution itself. */
export interface ResolverSettings {
  readonly budget: BudgetLimits;
  readonly minimisation: MinimisationLimits;
  /** Aliases followed for one question (`max_cnames_followed`). */
  readonly aliasesMax: number;
  /** NS names looked at per zone cut, 0 for all (`max_ns_per_resolve`). */
  readonly serversMax: number;
  /** Records in one RRset; a response with more is not used (`max_rrset_size`). */
  readonly recordsMax: number;
  /** Milliseconds per attempt (`network_timeout`). */
  readonly timeoutMs: number;
  /** Seconds that a failure is remembered. */
  readonly failureTtl: number;
  /** A cached NXDOMAIN answers for all names below it (RFC 8020), not only for its own. */
  readonly nothingBelowNxdomain: boolean;
  /** The same for a top-level domain that the root denied. */
  readonly rootNxTrust: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** Port of authoritative servers. */
  readonly port: number;
  /** True for addresses that are never asked, but as forwarders. */
  readonly dontQuery: (address: IPAddress) => boolean;
}

/** State and configuration of one worker's resolver. */
export interface Context {
  readonly settings: ResolverSettings;
  readonly records: RecordCache;
  readonly negatives: NegativeCache;
  readonly delegations: DelegationCache;
  readonly stats: ServerStats;
  /** Forward zones. */
  readonly forwards: NameTree<Delegation>;
  /** The root's servers from the hints; undefined for a pure forwarder. */
  readonly hints: Delegation | undefined;
  /** Answers for names that never leave the server (RFC 6303, RFC 6761). */
  readonly local: (name: DNSName, type: number) => Outcome | undefined;
  readonly toAddress: (octets: Uint8Array) => IPAddress;
  readonly random: () => number;
}

/** The servers to begin with for the resolution's present name: the deepest cut that is known and usable. */
export function closestDelegation(r: Resolution, context: Context): Delegation | undefined {
  const forward = context.forwards.closest(r.cutName);
  if (forward?.mode === 'recurse') return forward;
  const cached = context.delegations.closest(r.cutName, r.nowMs, (entry) => isUsable(entry, r, context));
  const deeper = forward === undefined || (cached !== undefined && cached.zone.labelCount > forward.zone.labelCount);
  if (cached !== undefined && deeper) return fromCache(cached, r, context);
  return forward ?? context.hints;
}

/** A delegation whose servers can be found without asking them: not only names inside it that have no address. */
function isUsable(entry: CachedDelegation, r: Resolution, context: Context): boolean {
  if (r.abandoned.has(entry.zone.key)) return false;
  return entry.servers.some((name) => !name.isPartOf(entry.zone) || cachedAddresses(name, r.nowMs, context).length > 0);
}

function fromCache(entry: CachedDelegation, r: Resolution, context: Context): Delegation {
  const { zone, storedMs } = entry;
  return { zone, mode: 'iterate', storedMs, servers: nameServers(entry.servers, r.nowMs, context) };
}

/** NS names with the addresses that are known of them. */
export function nameServers(names: readonly DNSName[], nowMs: number, context: Context): NameServer[] {
  return someOf(names, context.settings.serversMax, context.random).map((name) => ({
    name,
    addresses: cachedAddresses(name, nowMs, context),
  }));
}

/** Addresses of a name, glue included, of the families in use. */
function cachedAddresses(name: DNSName, nowMs: number, context: Context): SocketAddress[] {
  const { ipv4, ipv6, port } = context.settings;
  const found: SocketAddress[] = [];
  for (const type of [ipv4 && RType.A, ipv6 && RType.AAAA]) {
    const hit = type === false ? undefined : context.records.get(name, type, { nowMs, trust: Trust.additional });
    if (hit !== undefined) found.push(...addressesOf(hit.set, context.toAddress, port));
  }
  return found;
}
