/** The lab's configuration files: what a person would write for such a chain, as data, printed as YAML. */
import { stringify } from 'yaml';

import { AUTHORITIES, type Authority, type Places } from './places.ts';

/** Where files stand: on one machine each part has its own, in a container all are called alike. */
export interface LabFiles {
  readonly database: (authority: Authority) => string;
  /** Folder of the zone files that an authority loads when it starts; undefined: somebody else has loaded them. */
  readonly zones: ((authority: Authority) => string) | undefined;
  readonly hints: string;
  readonly traces: string;
}

/** Switches of a lab. */
export interface LabOptions {
  readonly places: Places;
  readonly files: LabFiles;
  /** Where traces go: an OTLP URL; `environment`: where OTEL_EXPORTER_OTLP_ENDPOINT says; `off`: tracing is off. */
  readonly otlpUrl: string;
  /** The proxy traces every query, or only those whose sender asks for it. Behind it the edge's decision holds. */
  readonly sample: 'all' | 'on-request';
  /** Data worker threads of each server. */
  readonly workers: number;
  /** API key of the web servers; without one they show health and metrics only. */
  readonly apiKey?: string;
}

/** Name of an authority's process, service and database. */
export const authorityName = (authority: Authority): string => `auth-${authority.replace(/^leaf/, 'leaf-')}`;

/** A configuration as data, before it is printed. */
export type ConfigTree = Readonly<Record<string, unknown>>;

/** Name to configuration, in the order of starting. */
export function labConfigs(options: LabOptions): Map<string, ConfigTree> {
  return new Map<string, ConfigTree>([
    ...AUTHORITIES.map((authority) => [authorityName(authority), authConfig(options, authority)] as const),
    ['recursor', recursorConfig(options)],
    ['proxy', proxyConfig(options)],
    ['collector', collectorConfig(options)],
  ]);
}

/** A configuration as YAML text. */
export const printConfig = (config: ConfigTree): string => stringify(config, { lineWidth: 0 });

/** How many octets of traces a batch waits for, at most so long: a lab shows traces at once. */
const EXPORT_INTERVAL = '100ms';

function tracing({ places, otlpUrl, sample }: LabOptions, service: string, downstream: readonly string[]): object {
  const all = service === 'proxy' && sample === 'all';
  if (otlpUrl === 'off') return { enabled: false };
  return {
    enabled: true,
    service_name: service,
    sampler: { type: all ? 'parentbased_always_on' : 'parentbased_always_off' },
    accept: [{ sources: places.trusted, trust: 'continue' }],
    ...(downstream.length > 0 ? { downstream } : {}),
    exporter: { type: 'otlp', ...(otlpUrl === 'environment' ? {} : { url: otlpUrl }), interval: EXPORT_INTERVAL },
  };
}

function authConfig(options: LabOptions, authority: Authority): ConfigTree {
  const { places, files, workers, apiKey } = options;
  const name = authorityName(authority);
  const folder = files.zones?.(authority);
  return {
    'local-address': places.authorities[authority],
    'local-port': places.authorityPort,
    launch: 'gsqlite3',
    'gsqlite3-database': files.database(authority),
    ...(folder === undefined ? {} : { 'zone-directory': folder }),
    'server-id': name,
    webserver: true,
    'webserver-address': places.authorities[authority],
    'webserver-port': places.authorityWebPort,
    'webserver-allow-from': places.trusted.join(','),
    ...(apiKey === undefined ? {} : { api: true, 'api-key': apiKey }),
    workers,
    tracing: tracing(options, name, []),
  };
}

function recursorConfig(options: LabOptions): ConfigTree {
  const { places, files, workers, apiKey } = options;
  const { address, port, webPort } = places.recursor;
  return {
    incoming: { listen: [`${address}:${port}`], allow_from: places.trusted },
    // The lab's authorities stand on addresses that a resolver on the Internet must never ask.
    outgoing: {
      port: places.authorityPort,
      dont_query: [],
      traceparent_to: places.trusted,
      // Not those that others of the lab listen on.
      udp_source_port_min: 10_000,
    },
    recursor: { hint_file: files.hints },
    dnssec: { validation: 'off' },
    webservice: {
      webserver: true,
      address,
      port: webPort,
      allow_from: places.trusted,
      ...(apiKey === undefined ? {} : { api_key: apiKey }),
    },
    workers,
    tracing: tracing(options, 'recursor', []),
  };
}

function proxyConfig(options: LabOptions): ConfigTree {
  const { places, workers, apiKey } = options;
  const { address, port, webPort } = places.proxy;
  return {
    binds: [{ listen_address: `${address}:${port}`, protocol: 'Do53' }],
    acl: places.trusted,
    backends: [
      {
        name: 'recursor',
        address: `${places.recursor.address}:${places.recursor.port}`,
        protocol: 'Do53',
        // Longer than the recursor tries, so that clients get its SERVFAIL and not silence.
        udp_timeout: 8,
        // The recursor knows this name itself: it is up when it answers, even while an authority is not.
        health_checks: { qname: 'localhost.' },
      },
    ],
    // The recursor remembers failures for as long as is good.
    packet_caches: [{ name: 'cache', size: 10_000, temporary_failure_ttl: 1 }],
    pools: [{ name: '', packet_cache: 'cache' }],
    webserver: {
      listen_addresses: [`${address}:${webPort}`],
      acl: places.trusted,
      // As in the other servers: Prometheus reads the metrics without a key.
      stats_require_authentication: false,
      ...(apiKey === undefined ? {} : { api_key: apiKey }),
    },
    workers,
    tracing: tracing(options, 'proxy', [`${places.recursor.address}/32`]),
  };
}

function collectorConfig({ places, files }: LabOptions): ConfigTree {
  const { address, otlpPort, protobufPort, webPort } = places.collector;
  return {
    otlp: { listen: [`${address}:${otlpPort}`] },
    pdns_protobuf: { listen: [`${address}:${protobufPort}`] },
    web: { listen: [`${address}:${webPort}`] },
    store: { path: files.traces, max_size: '256MiB', max_age: '24h' },
  };
}
