/** The data plane of one worker: backends' sockets, rules, tracer, listeners. */
import { DNSName } from '@span53/dns/wire';
import type { ExportLink } from '@span53/export';
import {
  type DnsListeners,
  type DnsListenersOptions,
  fillRandom,
  guardQueries,
  nowMs,
  openDnsListeners,
  openTelemetry,
  random16,
  randomUnit,
  RateLimitedLog,
  type Telemetry,
  timeOriginMs,
  type WorkerContext,
  type WorkerPart,
} from '@span53/runtime';
import { countInto, type Inbound, openUdpClient, TcpClient, TimerWheel } from '@span53/transport';

import { buildPlane } from './build-plane.ts';
import type { ProxyConfig } from './config.ts';
import type { BackendClients } from './exchange.ts';
import { LineFiles } from './line-files.ts';
import type { ProxySlots } from './metrics.ts';
import type { Plane, PlaneTracing } from './plane.ts';
import type { Backend } from './pools/backend.ts';
import { remoteLoggerOf } from './remote-log.ts';
import type { RemoteLogger } from './remote-logger.ts';
import type { FlushRequest } from './routes/index.ts';
import { ProxyServer } from './serve.ts';

/** What the main thread gives a worker. */
export interface WorkerShare {
  /** Cells of `HealthCells`. */
  readonly health: SharedArrayBuffer;
  readonly hashSeed: number;
  readonly link: ExportLink | undefined;
}

/** Opens all or nothing; the listeners come last, and are closed first. */
export async function openProxyWorker(context: WorkerContext<ProxyConfig>, slots: ProxySlots): Promise<WorkerPart> {
  const { config, row, workers, report, log } = context;
  const { yaml } = config;
  await using scope = new AsyncDisposableStack();
  const { health, hashSeed, link } = context.shared as WorkerShare;
  const telemetry = scope.use(openTelemetry(config.telemetry, { row, metrics: slots.telemetry, workers, link }));
  const wheel = scope.use(new TimerWheel({ now: nowMs }));
  const files = scope.use(new LineFiles((line) => log.info({ event: 'query-log' }, line)));
  const { tracing } = telemetry;
  const { plane } = buildPlane(yaml, {
    health: new Int32Array(health),
    row,
    slots,
    random: randomUnit,
    hashSeed,
    cacheSeed: random16() * 0x1_0000 + random16(),
    workers,
    loggers: loggersOf(config, telemetry),
    lines: (file, verboseOnly) => files.sink(file, verboseOnly && !config.verbose),
    unixNow,
    tracing:
      tracing === undefined ? undefined : { ...tracing, recordAll: config.recordAll, refused: refusals(context) },
    optionCode: yaml.tracing.option_code,
    serverId: config.serverId,
  });
  const clients: BackendClients[] = [];
  for (const backend of plane.backends) clients.push(scope.use(await openClients(config, backend, wheel)));
  const sweep = setInterval(() => sweepCaches(plane), 1000 * Math.max(1, yaml.cache_settings.cleaning_delay));
  sweep.unref();
  scope.defer(() => clearInterval(sweep));
  context.control.on('flush', (payload) => flush(plane, payload as FlushRequest));
  const server = new ProxyServer({ plane, clients, wheel, nowMs, report });
  const handler = (inbound: Inbound): void => server.handle(inbound);
  const listeners: DnsListeners[] = [];
  for (const [i, bind] of config.listen.entries()) {
    listeners.push(scope.use(await openDnsListeners(listenOptions(context, bind, i), guardQueries(handler, report))));
  }
  const owned = scope.move();
  return {
    addresses: listeners.flatMap(({ addresses }) => addresses),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Tells the operator who asks for traces in vain: once a minute for each verdict. */
function refusals({ log }: WorkerContext<ProxyConfig>): PlaneTracing['refused'] {
  const limited = new RateLimitedLog(log);
  return (verdict, client) => {
    const fields = { client: client.toString() };
    limited.warn(`traceparent:${verdict}`, `a TRACEPARENT was ignored: ${verdict}`, fields);
  };
}

/** One address, UDP and TCP, with the limits of its bind. */
function listenOptions(
  { config, row, transport, siblings, reusePort, graceMs }: WorkerContext<ProxyConfig>,
  { address, tcp }: ProxyConfig['listen'][number],
  index: number,
): DnsListenersOptions {
  const { tuning } = config.yaml;
  const waitMs = 1000 * tuning.tcp.receive_timeout;
  return {
    addresses: [address],
    reusePort,
    siblings: siblings.slice(2 * index, 2 * index + 2),
    drainMs: graceMs,
    countUdp: countInto(row, transport.udp),
    countTcp: countInto(row, transport.tcp),
    connectionsMax: tcp.max_concurrent_connections || CONNECTIONS_MAX,
    connectionsPerClientMax: tuning.tcp.max_connections_per_client,
    streamLimits: {
      idleMs: waitMs,
      readMs: waitMs,
      inFlightMax: Math.max(1, tcp.max_in_flight_queries),
      queriesMax: tuning.tcp.max_queries_per_connection,
    },
  };
}

function unixNow() {
  const unixMs = timeOriginMs() + nowMs();
  const seconds = Math.floor(unixMs / 1000);
  return { seconds, nanoseconds: Math.floor((unixMs - seconds * 1000) * 1e6) };
}

/** `remote_logging`, in the order of the destinations behind our own exporters. */
function loggersOf({ yaml, telemetry: plan }: ProxyConfig, { port }: Telemetry): RemoteLogger[] {
  const { protobuf_loggers: streams, otlp_loggers: posts } = yaml.remote_logging;
  if (port === undefined) return [];
  const first = plan.destinations.length - streams.length - posts.length;
  const context = { port, unixMsOf: (atMs: number) => timeOriginMs() + atMs, fillRandom };
  return [...streams, ...posts].map(({ name }, i) =>
    remoteLoggerOf(name, i < streams.length ? 'protobuf' : 'otlp', first + i, context),
  );
}

/** The sockets to one backend. */
async function openClients({ yaml }: ProxyConfig, backend: Backend, wheel: TimerWheel) {
  const { tuning, backends } = yaml;
  const settings = backends[backend.index]!;
  const common = { server: settings.address, wheel, randomId: random16, now: nowMs };
  const outstanding = settings.max_udp_outstanding || tuning.udp.max_outstanding_per_backend;
  const udp = await openUdpClient({ ...common, sockets: settings.sockets, inFlightMax: outstanding });
  const tcp = new TcpClient({
    ...common,
    connectTimeoutMs: 1000 * settings.tcp.connect_timeout,
    idleMs: 1000 * tuning.tcp.outgoing_max_idle_time,
    connectionsMax: settings.max_concurrent_tcp_connections || CONNECTIONS_MAX,
    pipelineMax: Math.max(1, settings.max_in_flight),
  });
  return {
    udp,
    tcp,
    [Symbol.dispose]: () => {
      udp[Symbol.dispose]();
      tcp[Symbol.dispose]();
    },
  };
}

/** Connections of one worker, at one listener or to one backend, where the configuration sets no limit. */
const CONNECTIONS_MAX = 1000;

/** Takes names out of a pool's cache; how many entries that were. */
function flush({ pools }: Plane, { pool, name, qtype, subtree }: FlushRequest): number {
  const cache = pools.get(pool)?.cache;
  const owner = DNSName.parse(name);
  if (cache === undefined || owner === undefined) return 0;
  return cache.entries.flush(owner, qtype === undefined ? { subtree } : { subtree, qtype });
}

function sweepCaches({ pools }: Plane): void {
  for (const { cache } of pools.values()) cache?.entries.sweep(nowMs());
}
