/** Builds a resolver's context from settings; what is left out is PowerDNS' default. */
import { IPAddress } from '@span53/dns/inet';
import { NameTree } from '@span53/dns/wire';
import { DelegationCache } from '../cache/delegation-cache.ts';
import { NegativeCache } from '../cache/negative-cache.ts';
import { RecordCache } from '../cache/record-cache.ts';
import { ServerStats, type ServerStatsLimits } from '../cache/server-stats.ts';
import type { Context, ResolverSettings } from './context.ts';

/** Sizes and lives of the caches. */
export interface CacheSettings {
  /** RRsets; the negative cache has a tenth of it. */
  readonly entriesMax: number;
  readonly entryOctetsMax: number;
  /** Seconds. */
  readonly ttlMin: number;
  readonly ttlMax: number;
  readonly negativeTtlMax: number;
  readonly servers: ServerStatsLimits;
}

export const defaultSettings: ResolverSettings = {
  budget: { queriesMax: 50, octetsMax: 100_000, totalMs: 7000, depthMax: 16, emptyAddressesMax: 10 },
  minimisation: { enabled: true, countMax: 10, oneLabel: 4 },
  aliasesMax: 10,
  serversMax: 13,
  recordsMax: 256,
  timeoutMs: 1500,
  failureTtl: 5,
  nothingBelowNxdomain: false,
  rootNxTrust: true,
  ipv4: true,
  ipv6: false,
  port: 53,
  dontQuery: () => false,
};

export const defaultCaches: CacheSettings = {
  entriesMax: 1_000_000,
  entryOctetsMax: 8192,
  ttlMin: 1,
  ttlMax: 86_400,
  negativeTtlMax: 3600,
  servers: {
    entriesMax: 20_000,
    downAfter: 64,
    downMs: 60_000,
    bypassOneIn: 25,
    nsFailsMax: 5,
    nsFailMs: 60_000,
  },
};

/** What a context needs that has no default. */
export type ContextParts = Pick<Context, 'random'> & Partial<Pick<Context, 'hints' | 'forwards' | 'local'>>;

/** A context with empty caches. */
export function createContext(
  parts: ContextParts,
  settings: Partial<ResolverSettings> = {},
  caches: Partial<CacheSettings> = {},
): Context {
  const limits = { ...defaultCaches, ...caches };
  const { entriesMax, ttlMax } = limits;
  return {
    settings: { ...defaultSettings, ...settings },
    records: new RecordCache(limits),
    negatives: new NegativeCache({ entriesMax: Math.ceil(entriesMax / 10), ttlMax: limits.negativeTtlMax }),
    delegations: new DelegationCache({ entriesMax: Math.ceil(entriesMax / 10), ttlMax }),
    stats: new ServerStats(limits.servers),
    forwards: parts.forwards ?? new NameTree(),
    hints: parts.hints,
    local: parts.local ?? (() => undefined),
    toAddress: (octets) => IPAddress.fromOctets(octets),
    random: parts.random,
  };
}
