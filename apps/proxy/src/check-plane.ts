/** Builds the rules once without anything open, to find what does not fit together before anything starts. */
import { MetricsMemory, MetricsRegistry } from '@span53/metrics';

import { backendName, buildPlane } from './build-plane.ts';
import type { ProxyConfig } from './config.ts';
import { declareProxyMetrics, type MetricsInput } from './metrics.ts';
import type { RemoteLogger } from './remote-logger.ts';
import type { BuildProblem } from './rules/build.ts';
import { listRules } from './rules/listing.ts';

/** Every reference to what does not exist, and every name that is used twice. */
export function checkPlane(config: ProxyConfig): readonly BuildProblem[] {
  const { yaml, serverId } = config;
  const registry = new MetricsRegistry();
  const slots = declareProxyMetrics(registry, metricsInput(config));
  const { protobuf_loggers: streams, otlp_loggers: posts } = yaml.remote_logging;
  return buildPlane(yaml, {
    health: new Int32Array(yaml.backends.length),
    row: MetricsMemory.allocate(registry, 1).row(0),
    slots,
    random: () => 0,
    hashSeed: 0,
    cacheSeed: 0,
    workers: 1,
    loggers: [...streams.map(({ name }) => silent(name, 'protobuf')), ...posts.map(({ name }) => silent(name, 'otlp'))],
    lines: () => undefined,
    unixNow: () => ({ seconds: 0, nanoseconds: 0 }),
    tracing: undefined,
    optionCode: yaml.tracing.option_code,
    serverId,
  }).problems;
}

/** What metrics need to know of a configuration. */
export function metricsInput({ yaml, telemetry }: Pick<ProxyConfig, 'yaml' | 'telemetry'>): MetricsInput {
  return {
    servers: distinct(yaml.backends.map(backendName)).map((name, i) => ({
      name,
      address: yaml.backends[i]!.address.toString(),
    })),
    rules: listRules(yaml).map(({ id }) => id),
    caches: distinct(yaml.packet_caches.map(({ name }) => name)),
    telemetry,
  };
}

/** A label value names one time series: what is named twice gets a number. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  });
}

function silent(name: string, kind: RemoteLogger['kind']): RemoteLogger {
  const nothing = (): void => undefined;
  return { name, kind, logQuery: nothing, logResponse: nothing, sendTrace: nothing, sendDelayed: nothing };
}
