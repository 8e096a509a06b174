import { type Destination, defaultRetry, type OtelEnvironment } from '@span53/export';
import type { ExporterConfig } from './schema.ts';

interface Context {
  /** Place in the configuration, for a name when none is given. */
  readonly index: number;
  readonly userAgent: string;
  readonly otel: OtelEnvironment;
}

type OtlpConfig = Extract<ExporterConfig, { type: 'otlp' }>;
type Otlp = Extract<Destination, { type: 'otlp' }>;
type Pdns = Extract<Destination, { type: 'pdns' }>;

/** Where OpenTelemetry's collectors listen. */
const defaultUrl = 'http://localhost:4318/v1/traces';
const megabyte = 1024 * 1024;

/** An OTLP destination with our defaults for all but its URL; PowerDNS' `otlp_loggers` use it too. */
export const otlpDefaults: Omit<Otlp, 'name' | 'url'> = {
  type: 'otlp',
  headers: {},
  encoding: 'protobuf',
  compression: 'gzip',
  tls: {},
  timeoutMs: 10_000,
  intervalMs: 1000,
  batchTracesMax: 512,
  batchBytesMax: 4 * megabyte,
  queueBytesMax: 16 * megabyte,
  retry: defaultRetry,
  userAgent: 'Span53',
};

/** A PowerDNS stream with our defaults; PowerDNS' `protobuf_loggers` and `protobuf_servers` use it too. */
export const pdnsDefaults: Omit<Pdns, 'name' | 'servers'> = {
  type: 'pdns',
  strategy: 'All',
  connectionCount: 1,
  prefix: 2,
  queueBytesMax: 4 * megabyte,
  connectTimeoutMs: 2000,
  reconnectWaitMs: 1000,
  stalledWriteMs: 5000,
};

/** One entry of `tracing.exporter`. */
export function destinationOf(exporter: ExporterConfig, context: Context): Destination {
  const name = exporter.name ?? (context.index === 0 ? exporter.type : `${exporter.type}-${context.index + 1}`);
  switch (exporter.type) {
    case 'otlp':
      return otlp(name, exporter, context);
    case 'file': {
      const { path, max_size: fileBytesMax, queue_bytes: queueBytesMax } = exporter;
      return { name, type: 'file', path, fileBytesMax, queueBytesMax };
    }
    case 'pdns':
      return {
        ...pdnsDefaults,
        name,
        servers: exporter.servers.map(String),
        strategy: exporter.strategy,
        connectionCount: exporter.connection_count,
        prefix: exporter.frame4 ? 4 : 2,
        queueBytesMax: exporter.queue_bytes,
        connectTimeoutMs: exporter.timeout,
        reconnectWaitMs: exporter.reconnect_wait_time,
        stalledWriteMs: exporter.stalled_write_timeout,
      };
  }
}

/** What OpenTelemetry's variables describe when the configuration names no exporter. */
export function defaultOtlp({ userAgent, otel }: Context): Destination {
  return { ...otlpDefaults, ...fromEnvironment(otel), name: 'otlp', userAgent };
}

/** Keys of the file win over variables, variables over defaults. */
function otlp(name: string, config: OtlpConfig, { userAgent, otel }: Context): Destination {
  const environment = fromEnvironment(otel);
  const { ca_file: ca, cert_file: cert, key_file: key } = config.tls;
  return {
    ...otlpDefaults,
    ...environment,
    name,
    userAgent,
    url: config.url ?? environment.url,
    ...defined({
      headers: config.headers,
      encoding: config.protocol && (config.protocol === 'http/json' ? ('json' as const) : ('protobuf' as const)),
      compression: config.compression,
      timeoutMs: config.timeout,
      intervalMs: config.interval,
      batchTracesMax: config.batch_size,
    }),
    tls: { ...environment.tls, ...defined({ ca, cert, key }) },
    batchBytesMax: config.batch_bytes,
    queueBytesMax: config.queue_bytes,
    retry: { ...defaultRetry, attemptsMax: config.attempts, initialMs: config.retry_initial, maxMs: config.retry_max },
  };
}

function fromEnvironment(otel: OtelEnvironment): Pick<Otlp, 'url' | 'tls'> & Partial<Otlp> {
  const { headers, encoding, compression, timeoutMs, intervalMs, batchTracesMax } = otel;
  const { certificate: ca, clientCertificate: cert, clientKey: key } = otel;
  return {
    url: otel.url ?? defaultUrl,
    tls: defined({ ca, cert, key }),
    ...defined({ headers, encoding, compression, timeoutMs, intervalMs, batchTracesMax }),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
