/** What the recursor counts, under PowerDNS' names. */
import type { CacheMetrics } from '@span53/cache';
import type { MetricsRegistry } from '@span53/metrics';
import type { TelemetryMetrics } from '@span53/runtime';

const COUNTERS = {
  questions: 'Queries from clients',
  'ipv6-questions': 'Queries over IPv6',
  'tcp-questions': 'Queries over TCP',
  'packetcache-hits': 'Answers from the packet cache',
  'packetcache-misses': 'Queries that the packet cache could not answer',
  'cache-hits': 'Queries answered from the record cache, without asking anybody',
  'cache-misses': 'Queries for which servers had to be asked',
  'servfail-answers': 'Answers with SERVFAIL',
  'nxdomain-answers': 'Answers with NXDOMAIN',
  'noerror-answers': 'Answers with NOERROR',
  'unauthorized-udp': 'UDP queries from clients that may not ask',
  'unauthorized-tcp': 'TCP queries from clients that may not ask',
  'client-parse-errors': 'Malformed queries',
  'ignored-packets': 'Packets that are no queries',
  'over-capacity-drops': 'Queries dropped because too many were being resolved',
  'resource-limits': 'Queries that reached a limit on their cost',
  'all-outqueries': 'Queries sent to servers',
  'tcp-outqueries': 'Queries sent over TCP',
  'ipv6-outqueries': 'Queries sent over IPv6',
  'throttled-outqueries': 'Queries not sent because the server failed lately',
  'outgoing-timeouts': 'Attempts without answer',
  unreachables: 'Attempts that failed in the network',
  'case-mismatches': 'Answers whose name is not written as we asked',
  'spoof-prevents': 'Attempts repeated over TCP because of answers that look forged',
  'chain-resends': 'Attempts joined to an identical one under way',
  'chain-limits': 'Attempts not joined because too many had been',
  'coalesced-questions': 'Client queries joined to an identical one under way',
  'noedns-outqueries': 'Queries sent without EDNS',
} as const;

const GAUGES = {
  'cache-entries': 'RRsets in the record cache',
  'negcache-entries': 'Entries of the negative cache',
  'packetcache-entries': 'Answers in the packet cache',
  'throttle-entries': 'Servers left alone for a while',
  'nsspeeds-entries': 'Servers whose speed is known',
  'concurrent-queries': 'Client queries being resolved',
  'outgoing-queries': 'Queries waiting for a server',
} as const;

/** Upper limits in seconds of the answer time histogram. */
const ANSWER_BOUNDS = [0.0001, 0.001, 0.01, 0.1, 1, 10] as const;

export type CounterName = keyof typeof COUNTERS;
export type GaugeName = keyof typeof GAUGES;

/** Slots: `row[metrics.questions]! += 1`. */
export interface RecursorMetrics {
  readonly counters: Readonly<Record<CounterName, number>>;
  readonly gauges: Readonly<Record<GaugeName, number>>;
  readonly answerTime: ReturnType<MetricsRegistry['histogram']>;
}

/** All slots of a recursor. */
export interface RecursorSlots {
  readonly recursor: RecursorMetrics;
  readonly packetCache: CacheMetrics;
  readonly telemetry: TelemetryMetrics;
}

/** Declares them in the same order in every thread. */
export function declareRecursorMetrics(registry: MetricsRegistry): RecursorMetrics {
  const nameOf = (statistic: string): string => `pdns_recursor_${statistic.replaceAll('-', '_')}`;
  const slotsOf = <K extends string>(
    table: Readonly<Record<K, string>>,
    declare: (name: string, help: string) => number,
  ) =>
    Object.fromEntries(
      Object.entries<string>(table).map(([statistic, help]) => [statistic, declare(nameOf(statistic), help)]),
    ) as Record<K, number>;
  return {
    counters: slotsOf<CounterName>(COUNTERS, (name, help) => registry.counter({ name, help, bare: true })),
    gauges: slotsOf<GaugeName>(GAUGES, (name, help) => registry.gauge({ name, help })),
    answerTime: registry.histogram({
      name: 'span53_recursor_answer_seconds',
      help: 'Time from a query to its answer',
      unit: 'seconds',
      bounds: ANSWER_BOUNDS,
      exemplars: true,
    }),
  };
}
