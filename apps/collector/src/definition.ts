import type { ServerDefinition } from '@span53/runtime';
import { startCollector } from './collector.ts';
import { type CollectorConfig, loadConfig } from './config.ts';
import { version } from './version.ts';

/** How long `healthcheck` waits for an answer. */
const HEALTH_CHECK_MS = 2000;

/** The collector as `runServer` runs it: all in the main thread, with a web listener of its own. */
export const collectorDefinition: ServerDefinition<CollectorConfig> = {
  name: 'collector',
  version,
  summary: 'collects OpenTelemetry traces and PowerDNS protobuf messages, keeps them in SQLite and shows them',
  module: import.meta.url,
  defaultConfig: '{}',
  load: loadConfig,
  settings: (config) => ({ workers: 0, logLevel: config.log_level, shutdownGraceMs: 5000, web: undefined }),
  declareMetrics: () => undefined,
  openMain: async ({ config, log }) => {
    const collector = await startCollector(config, {
      warn: (message, error) => log.warn({ event: 'collector', ...(error && { stack: error.stack }) }, message),
    });
    const { otlp, pdns, web } = collector.addresses;
    return {
      addresses: [
        ...otlp.map((address) => `otlp:http://${String(address)}/v1/traces`),
        ...pdns.map((address) => `pdns:${String(address)}`),
        ...web.map((address) => `http://${String(address)}`),
      ],
      [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose](),
    };
  },
  healthCheck: async ({ web, otlp }) => {
    const [address] = [...web.listen, ...otlp.listen];
    if (address === undefined || address.port === 0) return 'no fixed address to ask';
    const asked = fetch(`http://${String(address)}/healthz`, { signal: AbortSignal.timeout(HEALTH_CHECK_MS) });
    const response = await asked.catch((error: Error) => error);
    if (response instanceof Error) return `${String(address)} does not answer: ${response.message}`;
    // The receiver has no such page and says so: it is there.
    return response.status < 500 ? undefined : `${String(address)} answers ${response.status}`;
  },
};
