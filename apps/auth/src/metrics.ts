/** What an authoritative server counts. Names that PowerDNS has are PowerDNS' (`pdns_auth_*`), the others ours. */
import { type HistogramSlots, latencyBounds, type MetricsRegistry } from '@span53/metrics';
import { type CacheMetrics, declareCacheMetrics } from '@span53/cache';
import { declareTelemetryMetrics, type TelemetryMetrics, type TelemetryPlan } from '@span53/runtime';

/** Slots of the server's metrics in a row. */
export interface AuthMetrics {
  readonly queries: Readonly<Record<'udp' | 'tcp', number>>;
  readonly answers: Readonly<Record<'udp' | 'tcp', number>>;
  readonly answerOctets: Readonly<Record<'udp' | 'tcp', number>>;
  readonly cache: Readonly<Record<'hit' | 'miss', number>>;
  readonly noerror: number;
  readonly nxdomain: number;
  readonly servfail: number;
  readonly unauth: number;
  readonly corrupt: number;
  readonly otherRcodes: number;
  readonly dropped: number;
  readonly backendQueries: number;
  readonly brokenRows: number;
  readonly databaseFailures: number;
  readonly databaseChanges: number;
  readonly zones: number;
  readonly latency: HistogramSlots;
  readonly packetCache: CacheMetrics;
  readonly telemetry: TelemetryMetrics;
}

/** Declares them; the same in every thread. */
export function declareAuthMetrics(registry: MetricsRegistry, telemetry: TelemetryPlan): AuthMetrics {
  const pdns = (name: string, help: string): number =>
    registry.counter({ name: `pdns_auth_${name}`, help, bare: true });
  return {
    queries: { udp: pdns('udp_queries', 'UDP queries received'), tcp: pdns('tcp_queries', 'TCP queries received') },
    answers: { udp: pdns('udp_answers', 'Answers sent over UDP'), tcp: pdns('tcp_answers', 'Answers sent over TCP') },
    answerOctets: {
      udp: pdns('udp_answers_bytes', 'Octets of answers sent over UDP'),
      tcp: pdns('tcp_answers_bytes', 'Octets of answers sent over TCP'),
    },
    cache: {
      hit: pdns('packetcache_hit', 'Queries answered from the packet cache'),
      miss: pdns('packetcache_miss', 'Queries that were not in the packet cache'),
    },
    noerror: pdns('noerror_packets', 'Answers with NOERROR'),
    nxdomain: pdns('nxdomain_packets', 'Answers with NXDOMAIN'),
    servfail: pdns('servfail_packets', 'Answers with SERVFAIL'),
    unauth: pdns('unauth_packets', 'Questions for names in no zone of ours (REFUSED)'),
    corrupt: pdns('corrupt_packets', 'Malformed queries (FORMERR)'),
    otherRcodes: registry.counter({ name: 'span53_auth_other_rcodes', help: 'Answers with any other RCODE' }),
    dropped: registry.counter({ name: 'span53_auth_dropped', help: 'Packets without answer: responses, no header' }),
    backendQueries: pdns('backend_queries', 'SQL statements run for queries'),
    brokenRows: registry.counter({ name: 'span53_auth_broken_rows', help: 'Rows read that cannot be served' }),
    databaseFailures: registry.counter({
      name: 'span53_auth_database_failures',
      help: 'Times that the database could no longer be read',
    }),
    databaseChanges: registry.counter({
      name: 'span53_auth_database_changes',
      help: 'Changes by others that were noticed and made the caches be dropped',
    }),
    zones: registry.gauge({ name: 'span53_auth_zones', help: 'Zones in the database', merge: 'max' }),
    latency: registry.histogram({
      name: 'span53_auth_latency_seconds',
      help: 'Time from the arrival of a query to its answer',
      unit: 'seconds',
      bounds: latencyBounds,
      exemplars: true,
    }),
    packetCache: declareCacheMetrics(registry, 'packet'),
    telemetry: declareTelemetryMetrics(registry, telemetry),
  };
}
