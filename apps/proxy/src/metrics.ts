/** Metric names: dnsdist's where it has the number, ours where it has not. */
import { type CacheMetrics, declareCacheMetrics } from '@span53/cache';
import type { HistogramSlots, MetricsRegistry } from '@span53/metrics';
import { declareTelemetryMetrics, type TelemetryMetrics, type TelemetryPlan } from '@span53/runtime';

/** dnsdist's counters by our word for them. The Prometheus name is `dnsdist_` and the name with `_` for `-`. */
export const counterNames = {
  queries: ['queries', 'Queries received from clients'],
  responses: ['responses', 'Answers of backends and caches sent to clients'],
  servfailResponses: ['servfail-responses', 'SERVFAIL responses received from backends'],
  frontendNoerror: ['frontend-noerror', 'NOERROR answers sent to clients'],
  frontendNxdomain: ['frontend-nxdomain', 'NXDOMAIN answers sent to clients'],
  frontendServfail: ['frontend-servfail', 'SERVFAIL answers sent to clients'],
  aclDrops: ['acl-drops', 'Packets dropped because of the ACL'],
  ruleDrop: ['rule-drop', 'Queries dropped by a rule'],
  ruleNxdomain: ['rule-nxdomain', 'Queries answered NXDOMAIN by a rule'],
  ruleRefused: ['rule-refused', 'Queries answered REFUSED by a rule'],
  ruleServfail: ['rule-servfail', 'Queries answered SERVFAIL by a rule'],
  ruleTruncated: ['rule-truncated', 'Queries answered TC=1 by a rule'],
  selfAnswered: ['self-answered', 'Queries answered by the proxy itself'],
  downstreamTimeouts: ['downstream-timeouts', 'Queries not answered in time by a backend'],
  downstreamSendErrors: ['downstream-send-errors', 'Errors when sending to a backend'],
  noPolicy: ['no-policy', 'Queries for which there was no backend'],
  noncompliantQueries: ['noncompliant-queries', 'Packets that are no queries, or over 1500 octets over UDP'],
  noncompliantResponses: ['noncompliant-responses', 'Answers of backends that are malformed or to another question'],
  rdQueries: ['rdqueries', 'Queries received with RD=1'],
  emptyQueries: ['empty-queries', 'Queries received without a question'],
  cacheHits: ['cache-hits', 'Answers from a packet cache'],
  cacheMisses: ['cache-misses', 'Queries not found in a packet cache'],
  latency0To1: ['latency0-1', 'Queries answered in less than 1 ms'],
  latency1To10: ['latency1-10', 'Queries answered in 1 to 10 ms'],
  latency10To50: ['latency10-50', 'Queries answered in 10 to 50 ms'],
  latency50To100: ['latency50-100', 'Queries answered in 50 to 100 ms'],
  latency100To1000: ['latency100-1000', 'Queries answered in 100 to 1000 ms'],
  latencySlow: ['latency-slow', 'Queries answered in more than 1 s'],
} as const satisfies Record<string, readonly [name: string, help: string]>;

export type CounterKey = keyof typeof counterNames;

/** What is counted for each backend, with dnsdist's word. */
const serverCounters = {
  queries: 'Queries sent to this backend',
  responses: 'Responses received from this backend',
  noncompliantresponses: 'Answers that were malformed or to another question',
  drops: 'Queries it did not answer in time',
  senderrors: 'Errors when sending to it',
  tcpgaveup: 'Queries given up over TCP',
  healthcheckfailures: 'Failed health checks',
  healthcheckfailurestimeout: 'Health checks that timed out',
  healthcheckfailuresnetwork: 'Health checks that failed in the network',
  healthcheckfailuresmismatch: 'Health checks answered with another question',
  healthcheckfailuresinvalid: 'Health checks answered with a bad RCODE',
} as const;

/** What is measured for each backend. */
const serverGauges = {
  status: 'Whether this backend is up',
  latency: 'Average answer time over UDP in milliseconds',
  outstanding: 'Queries sent and not yet answered',
  order: 'Order of this backend',
  weight: 'Weight of this backend',
} as const;

export type ServerSlots = Readonly<Record<keyof typeof serverCounters | keyof typeof serverGauges, number>>;

/** Slots of everything that the proxy counts. */
export interface ProxySlots extends Readonly<Record<CounterKey, number>> {
  readonly retries: number;
  readonly latency: HistogramSlots;
  readonly servers: readonly ServerSlots[];
  /** One for each rule, in the order of `MetricsInput.rules`. */
  readonly rules: readonly number[];
  readonly telemetry: TelemetryMetrics;
  /** One for each packet cache, in the order of the configuration. */
  readonly caches: readonly CacheMetrics[];
}

/** What the configuration contributes: every thread declares the same, in the same order. */
export interface MetricsInput {
  readonly servers: readonly { readonly name: string; readonly address: string }[];
  /** Identities of all rules of all chains. */
  readonly rules: readonly string[];
  /** Names of the packet caches. */
  readonly caches: readonly string[];
  readonly telemetry: TelemetryPlan;
}

/** Declares all metrics of the proxy. */
export function declareProxyMetrics(registry: MetricsRegistry, input: MetricsInput): ProxySlots {
  const counters = Object.entries(counterNames).map(([key, [name, help]]) => [
    key,
    registry.counter({ name: prometheusName(name), help, bare: true }),
  ]);
  return {
    ...(Object.fromEntries(counters) as Record<CounterKey, number>),
    retries: registry.counter({ name: 'span53_retries', help: 'Queries sent to another backend after a failure' }),
    latency: registry.histogram({
      name: 'dnsdist_latency',
      help: 'Answer times in milliseconds',
      bounds: [1, 10, 50, 100, 1000],
      exemplars: true,
    }),
    servers: input.servers.map((server) => declareServer(registry, server)),
    rules: input.rules.map((id) =>
      registry.counter({ name: 'dnsdist_rule_hits', help: 'Matches of a rule', labels: { id }, bare: true }),
    ),
    telemetry: declareTelemetryMetrics(registry, input.telemetry),
    caches: input.caches.map((name) => declareCacheMetrics(registry, name)),
  };
}

/** The name on `/metrics` of a dnsdist statistic. */
export function prometheusName(name: string): string {
  return `dnsdist_${name.replaceAll('-', '_')}`;
}

function declareServer(registry: MetricsRegistry, { name, address }: MetricsInput['servers'][number]): ServerSlots {
  const labels = { server: name, address };
  const slots: [string, number][] = [];
  for (const [word, help] of Object.entries(serverCounters)) {
    slots.push([word, registry.counter({ name: `dnsdist_server_${word}`, help, labels, bare: true })]);
  }
  for (const [word, help] of Object.entries(serverGauges)) {
    const merge = word === 'outstanding' ? 'sum' : 'max';
    slots.push([word, registry.gauge({ name: `dnsdist_server_${word}`, help, labels, merge })]);
  }
  return Object.fromEntries(slots) as ServerSlots;
}
