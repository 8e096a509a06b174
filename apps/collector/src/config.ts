import {
  ConfigError,
  duration,
  given,
  list,
  loadYaml,
  needed,
  optional,
  parsed,
  secret,
  section,
  size,
  socketAddress,
  structure,
  text,
  texts,
  u32,
  word,
} from '@span53/config';
import { IPAddress, type SocketAddress } from '@span53/dns/inet';
import type { ConfigSource, LoadedConfig } from '@span53/runtime';
import * as v from 'valibot';

const listen = (port: number) =>
  given(
    v.array(socketAddress({ port }), 'expected a list of IP:port'),
    [`127.0.0.1:${port}`],
    'addresses to listen on; an empty list turns the receiver off',
  );

const url = parsed('an http or https URL', (value) => {
  const parsedUrl = URL.parse(value);
  return parsedUrl !== null && /^https?:$/.test(parsedUrl.protocol) ? parsedUrl.href : undefined;
});

const forwardTarget = structure({
  name: optional(text, 'name in metrics; the host of the endpoint when not given'),
  endpoint: needed(url, 'the whole URL, usually ending in /v1/traces'),
  headers: given(secret(v.record(text, text)), {}, 'HTTP headers, for example an Authorization'),
  compression: given(word(['gzip', 'none']), 'gzip', 'of request bodies'),
  timeout: given(duration({ min: '100ms', max: '5m' }), '10s', 'of one request'),
  queue_size: given(size, '16MiB', 'octets waiting while the back end is slow or away; more is dropped and counted'),
});

/** The collector's configuration file. */
export const collectorSchema = structure({
  otlp: section({
    listen: listen(4318),
    max_body: given(size, '64MiB', 'largest request, before and after decompression'),
    max_connections: given(u32, 1024, 'senders at once'),
  }),
  pdns_protobuf: section({
    listen: listen(5301),
    frame: given(v.picklist([2, 4], 'expected 2 or 4'), 2, 'octets of the length before each message (4: frame4)'),
    max_frame: given(size, '4MiB', 'largest message'),
    max_connections: given(u32, 256, 'senders at once'),
    idle_timeout: given(duration({ min: '1s', max: '24h' }), '1h', 'a silent sender is disconnected'),
  }),
  store: section({
    path: given(text, 'span53-traces.db', 'SQLite file, or :memory:'),
    max_size: given(size, '1GiB', 'the oldest traces go beyond this'),
    max_age: given(duration({ min: '1s' }), '7d', 'traces go when they are older'),
    max_spans_per_trace: given(u32, 10_000, 'further spans of a trace are dropped and counted'),
  }),
  queue: section({
    max_spans: given(u32, 200_000, 'spans waiting for the store; senders are told to retry beyond'),
    max_size: given(size, '128MiB', 'octets of the requests that wait'),
  }),
  tail: section({
    max_clients: given(u32, 32, 'open live views'),
    buffer: given(u32, 256, 'events kept for a slow one; more is dropped'),
  }),
  web: section({
    listen: listen(5380),
    max_connections: given(u32, 256, 'connections of browsers and scrapers at once'),
    hosts: given(texts, [], 'host names, beside addresses and names without a dot, under which the page is reached'),
  }),
  forward: list(forwardTarget),
  log_level: given(word(['trace', 'debug', 'info', 'warn', 'error']), 'info', 'least important lines to log'),
});

/** The configuration as the program uses it: sizes in octets, durations in milliseconds. */
export type CollectorConfig = v.InferOutput<typeof collectorSchema>;
export type ForwardTarget = CollectorConfig['forward'][number];

/** Parses and checks a configuration file; throws ConfigError with every problem. */
export function loadConfig({
  text: yaml,
  file,
  overrides,
}: Omit<ConfigSource, 'options'>): LoadedConfig<CollectorConfig> {
  const { value, warnings, issueAt } = loadYaml({ text: yaml, file, schema: collectorSchema, overrides });
  const loops = value.forward.flatMap(({ endpoint }, index) =>
    value.otlp.listen.some((address) => isSame(endpoint, address))
      ? [issueAt(['forward', index, 'endpoint'], 'this is the collector itself: traces would go round for ever')]
      : [],
  );
  if (loops.length > 0) throw new ConfigError(loops);
  return { config: value, warnings, printable: printable(value) };
}

function isSame(endpoint: string, address: SocketAddress): boolean {
  const { hostname, port, protocol } = new URL(endpoint);
  const portNumber = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (portNumber !== address.port) return false;
  const { address: own } = address;
  const local = host === 'localhost' || IPAddress.parse(host)?.isLoopback === true;
  if (own.isUnspecified) return local || host === own.toString();
  return host === 'localhost' ? own.isLoopback : host === own.toString();
}

/** The effective values as they can be written into a file; headers may hold credentials. */
function printable(config: CollectorConfig): unknown {
  const addresses = (list_: readonly SocketAddress[]): readonly string[] => list_.map(String);
  return {
    ...config,
    otlp: { ...config.otlp, listen: addresses(config.otlp.listen) },
    pdns_protobuf: {
      ...config.pdns_protobuf,
      listen: addresses(config.pdns_protobuf.listen),
      idle_timeout: `${config.pdns_protobuf.idle_timeout}ms`,
    },
    store: { ...config.store, max_age: `${config.store.max_age}ms` },
    web: { ...config.web, listen: addresses(config.web.listen) },
    forward: config.forward.map((target) => {
      const headers = Object.fromEntries(Object.keys(target.headers).map((name) => [name, '***']));
      return { ...target, headers, timeout: `${target.timeout}ms` };
    }),
  };
}
