/** From the configuration to what resolver, caches and sockets of one worker take. */
import type { PacketCacheOptions } from '@span53/cache';
import type { Destination } from '@span53/export';
import { pdnsDefaults, planTelemetry, type TelemetryPlan } from '@span53/runtime';
import type { RecursorConfig } from './config/load.ts';
import type { ContextParts, CacheSettings } from './resolver/create-context.ts';
import type { ResolverSettings } from './resolver/context.ts';
import { PASSING_FAILURE_TTL } from './resolver/failure.ts';
import { localAnswers } from './resolver/local-zones.ts';

/** Servers whose speed, throttles and quirks are known at a time, per worker. */
const SERVERS_MAX = 20_000;
/** Octets of the packet cache for each entry that is allowed: an answer with what it costs beside. */
const PACKET_OCTETS = 700;
/** Octets of the protobuf queue: PowerDNS' 100 per entry would not hold one trace. */
const PROTOBUF_QUEUE_OCTETS_MIN = 1024 * 1024;

export function resolverSettings({ yaml, ipv4, ipv6 }: RecursorConfig): ResolverSettings {
  const { recursor, outgoing, recordcache, packetcache } = yaml;
  return {
    budget: {
      queriesMax: outgoing.max_qperq,
      octetsMax: outgoing.max_bytesperq,
      totalMs: recursor.max_total_msec,
      depthMax: recursor.max_recursion_depth,
      emptyAddressesMax: outgoing.max_ns_address_qperq,
    },
    minimisation: {
      enabled: recursor.qname_minimization,
      countMax: recursor.qname_max_minimize_count,
      oneLabel: recursor.qname_minimize_one_label,
    },
    aliasesMax: recursor.max_cnames_followed,
    serversMax: outgoing.max_ns_per_resolve,
    recordsMax: recordcache.max_rrset_size,
    timeoutMs: outgoing.network_timeout,
    failureTtl: Math.min(PASSING_FAILURE_TTL, packetcache.servfail_ttl),
    nothingBelowNxdomain: recursor.nothing_below_nxdomain === 'yes',
    rootNxTrust: recursor.root_nx_trust,
    ipv4,
    ipv6,
    port: outgoing.port,
    dontQuery: (address) => outgoing.dont_query.matches(address),
  };
}

/** Sizes are for all workers together: each gets its share. */
export function cacheSettings({ yaml }: RecursorConfig, workers: number): CacheSettings {
  const { recordcache, recursor, outgoing } = yaml;
  return {
    entriesMax: Math.ceil(recordcache.max_entries / workers),
    entryOctetsMax: recordcache.max_entry_size,
    ttlMin: recursor.minimum_ttl_override,
    ttlMax: recordcache.max_ttl,
    negativeTtlMax: recordcache.max_negative_ttl,
    servers: {
      entriesMax: SERVERS_MAX,
      downAfter: outgoing.server_down_max_fails,
      downMs: outgoing.server_down_throttle_time * 1000,
      bypassOneIn: outgoing.bypass_server_throttling_probability,
      nsFailsMax: outgoing.non_resolving_ns_max_fails,
      nsFailMs: outgoing.non_resolving_ns_throttle_time * 1000,
    },
  };
}

export function packetCacheOptions({ yaml }: RecursorConfig, workers: number): PacketCacheOptions {
  const { packetcache } = yaml;
  const entriesMax = packetcache.disable ? 0 : Math.ceil(packetcache.max_entries / workers);
  return {
    entriesMax,
    octetsMax: entriesMax * PACKET_OCTETS,
    messageOctetsMax: packetcache.max_entry_size,
    lifetime: {
      ttlMax: packetcache.ttl,
      negativeTtlMax: packetcache.negative_ttl,
      failureTtl: packetcache.servfail_ttl,
    },
  };
}

export function contextParts(config: RecursorConfig, random: () => number): ContextParts {
  const { recursor } = config.yaml;
  const local = localAnswers({ rfc1918: recursor.serve_rfc1918, rfc6303: recursor.serve_rfc6303 }, config.forwards);
  const parts = { random, forwards: config.forwards, local };
  return config.hints === undefined ? parts : { ...parts, hints: config.hints };
}

/** Draws source ports from the configured range. */
export function sourcePorts({ yaml }: RecursorConfig, random: () => number): () => number {
  const { udp_source_port_min: low, udp_source_port_max: high, udp_source_port_avoid: avoided } = yaml.outgoing;
  const avoid = new Set(avoided);
  return () => {
    for (let tries = 0; tries < 100; tries += 1) {
      const port = low + Math.floor(random() * (high - low + 1));
      if (!avoid.has(port)) return port;
    }
    return 0;
  };
}

/** Name of the protobuf destination. */
export const PROTOBUF_DESTINATION = 'protobuf_servers';

/** Tracing of this process: by `tracing.*`, and by PowerDNS' conditions when `event_trace_enabled` has bit 4. */
export function telemetryPlan(
  { yaml }: RecursorConfig,
  process: { readonly version: string; readonly host: string; readonly pid: number },
  environment: Readonly<Record<string, string | undefined>>,
): TelemetryPlan {
  const { tracing, recursor, logging } = yaml;
  const [protobuf] = logging.protobuf_servers;
  const byConditions = recursor.event_trace_enabled === 4 && !tracing.enabled;
  return planTelemetry({
    // Conditions alone decide then, and traces go out in protobuf messages only.
    config: byConditions
      ? { ...tracing, enabled: true, accept: [], sampler: { type: 'always_off' }, exporter: [] }
      : tracing,
    app: 'recursor',
    version: process.version,
    environment,
    process: { host: process.host, pid: process.pid },
    extra: protobuf === undefined ? [] : [protobufDestination(protobuf)],
  });
}

function protobufDestination(server: RecursorConfig['yaml']['logging']['protobuf_servers'][number]): Destination {
  return {
    ...pdnsDefaults,
    name: PROTOBUF_DESTINATION,
    servers: server.servers.map(String),
    strategy: server.strategy,
    prefix: server.frame4 ? 4 : 2,
    queueBytesMax: Math.max(PROTOBUF_QUEUE_OCTETS_MIN, server.maxQueuedEntries * 100),
    connectTimeoutMs: server.timeout * 1000,
    reconnectWaitMs: server.reconnectWaitTime * 1000,
    stalledWriteMs: server.stalledWriteTimeout * 1000,
  };
}
