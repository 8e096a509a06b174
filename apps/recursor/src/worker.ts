/** One worker's data plane: caches, sockets, listeners, put together from the configuration. */
import { CACHE_KEY_RULES, CacheKeyBuilder, PacketCache, SingleFlight } from '@span53/cache';
import { OptionCode } from '@span53/dns/edns';
import type { IPAddress } from '@span53/dns/inet';
import { DNSName } from '@span53/dns/wire';
import { destinationByName, type ExportLink, type ExportPort } from '@span53/export';
import {
  fillRandom,
  guardQueries,
  nowMs,
  openDnsListeners,
  openTelemetry,
  random16,
  randomUnit,
  type Telemetry,
  type TelemetryPlan,
  timeOriginMs,
  type WorkerContext,
  type WorkerPart,
} from '@span53/runtime';
import { countInto } from '@span53/transport';
import type { ClientQuery } from './client-query.ts';
import type { RecursorConfig } from './config/load.ts';
import { Driver } from './driver.ts';
import { identityOf, versionTexts } from './identity.ts';
import type { RecursorSlots } from './metrics.ts';
import { startPriming } from './priming.ts';
import { ProtobufLog } from './protobuf-log.ts';
import type { Context } from './resolver/context.ts';
import { createContext } from './resolver/create-context.ts';
import { Serve } from './serve.ts';
import {
  cacheSettings,
  contextParts,
  packetCacheOptions,
  PROTOBUF_DESTINATION,
  resolverSettings,
  sourcePorts,
} from './settings.ts';
import { TraceConditions, type TraceCondition } from './trace-conditions.ts';
import { Upstream } from './upstream.ts';

/** How often gauges are brought up to date. */
const GAUGES_MS = 1000;

/** What the data plane is opened with besides the runtime's context. */
export interface PlaneOptions {
  readonly slots: RecursorSlots;
  readonly plan: TelemetryPlan;
  /** Instead of the link to an exporter thread: for tests. */
  readonly exportPort?: ExportPort;
}

/** What travels from the main thread to a worker. */
export interface WorkerData {
  readonly link: ExportLink | undefined;
}

/** Opens the data plane; a failure closes what was opened. */
export async function openPlane(context: WorkerContext<RecursorConfig>, options: PlaneOptions): Promise<WorkerPart> {
  const { config, row, workers, report } = context;
  const { slots, plan } = options;
  await using scope = new AsyncDisposableStack();
  const link = (context.shared as WorkerData | undefined)?.link;
  const telemetry = scope.use(
    openTelemetry(plan, { row, metrics: slots.telemetry, workers, link, port: options.exportPort }),
  );
  const resolver = createContext(
    contextParts(config, randomUnit),
    resolverSettings(config),
    cacheSettings(config, workers),
  );
  const upstream = scope.use(openUpstream(context, resolver, telemetry, slots));
  const driver = new Driver(resolver, upstream);
  const conditions = new TraceConditions(config.traceConditions);
  const cache = new PacketCache({ ...packetCacheOptions(config, workers), metrics: { row, slots: slots.packetCache } });
  const serve = new Serve({
    ...serveSettings(config, slots, telemetry),
    driver,
    cache,
    trace: traceStarter(config, telemetry, conditions),
    protobuf: openProtobuf(context, telemetry),
    row,
    report,
  });
  answerControl(context, { resolver, serve, conditions });
  scope.use(keepGauges(context, { resolver, cache, upstream }, slots));
  if (config.hints !== undefined) scope.use(startPriming(driver, { nowMs, report }));
  const listeners = scope.use(await listen(context, (inbound) => serve.handle(inbound)));
  const owned = scope.move();
  return { addresses: listeners.addresses, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function listen(
  { config, reusePort, siblings, graceMs, row, transport, report, workers }: WorkerContext<RecursorConfig>,
  handler: Parameters<typeof guardQueries>[0],
): ReturnType<typeof openDnsListeners> {
  const { incoming } = config.yaml;
  return openDnsListeners(
    {
      addresses: config.listen,
      reusePort,
      siblings,
      drainMs: graceMs,
      connectionsMax: Math.ceil(incoming.max_tcp_clients / workers),
      connectionsPerClientMax: incoming.max_tcp_per_client,
      streamLimits: {
        idleMs: incoming.tcp_timeout * 1000,
        readMs: incoming.tcp_timeout * 1000,
        inFlightMax: incoming.max_concurrent_requests_per_tcp_connection,
        queriesMax: incoming.max_tcp_queries_per_connection,
      },
      countUdp: countInto(row, transport.udp),
      countTcp: countInto(row, transport.tcp),
    },
    guardQueries(handler, report),
  );
}

function openUpstream(
  { config, row }: WorkerContext<RecursorConfig>,
  { stats }: Context,
  { tracing }: Telemetry,
  { recursor: metrics }: RecursorSlots,
): Upstream {
  const { outgoing, dnssec, recursor } = config.yaml;
  const source = (family: 4 | 6): IPAddress | undefined =>
    outgoing.source_address.find((address) => address.family === family);
  return new Upstream({
    udpSize: outgoing.edns_bufsize,
    dnssecOk: dnssec.validation !== 'off',
    mixCase: outgoing.randomize_case,
    anyOverTcp: outgoing.any_to_tcp,
    chainMax: recursor.max_chain_length,
    inFlightMax: 2 * recursor.max_mthreads,
    source4: source(4),
    source6: source(6),
    sourcePort: sourcePorts(config, randomUnit),
    tcpIdleMs: outgoing.tcp_max_idle_ms,
    tcpConnectionsMax: Math.max(1, outgoing.tcp_max_idle_per_auth),
    traceTargets: {
      servers: config.traceServers,
      zones: config.traceZones,
      optionCode: tracing?.optionCode ?? OptionCode.TRACEPARENT,
    },
    stats,
    randomId: random16,
    random: randomUnit,
    now: nowMs,
    row,
    metrics,
  });
}

function serveSettings(config: RecursorConfig, { recursor: metrics }: RecursorSlots, { tracing }: Telemetry) {
  const { incoming, recursor, packetcache } = config.yaml;
  const skipped = [OptionCode.ECS, ...CACHE_KEY_RULES.skippedOptions];
  const skippedOptions = tracing === undefined ? skipped : [...skipped, tracing.optionCode];
  return {
    cacheKeys: new CacheKeyBuilder(Math.floor(randomUnit() * 0x1_0000_0000), { ...CACHE_KEY_RULES, skippedOptions }),
    flights: new SingleFlight<ClientQuery>({
      flightsMax: recursor.max_mthreads,
      followersMax: recursor.max_mthreads,
    }),
    allowFrom: incoming.allow_from.size === 0 ? undefined : incoming.allow_from,
    admit: { allowNoRd: incoming.allow_no_rd, anyToTcp: recursor.any_to_tcp, chaos: versionTexts(config) },
    udpSize: incoming.udp_truncation_threshold,
    extendedErrors: recursor.extended_resolution_errors,
    servfailTtl: packetcache.servfail_ttl,
    metrics,
    now: nowMs,
  };
}

function traceStarter(config: RecursorConfig, { tracing }: Telemetry, conditions: TraceConditions) {
  if (tracing === undefined) return undefined;
  return { tracing, conditions: config.yaml.recursor.event_trace_enabled === 4 ? conditions : undefined };
}

function openProtobuf({ config, index }: WorkerContext<RecursorConfig>, { port }: Telemetry): ProtobufLog | undefined {
  const { logging } = config.yaml;
  const [server] = logging.protobuf_servers;
  const destination = port === undefined ? undefined : destinationByName(port, PROTOBUF_DESTINATION);
  if (server === undefined || destination === undefined) return undefined;
  return new ProtobufLog({
    port: port!,
    destination,
    logQueries: server.logQueries,
    logResponses: server.logResponses,
    exportTypes: new Set(server.exportTypes),
    maskV4: logging.protobuf_mask_v4,
    maskV6: logging.protobuf_mask_v6,
    identity: identityOf(config) ?? '',
    workerId: index,
    fillRandom,
    unixMsOf: (atMs) => timeOriginMs() + atMs,
  });
}

/** Requests of the main thread: the API's. */
function answerControl(
  { control }: WorkerContext<RecursorConfig>,
  { resolver, serve, conditions }: { resolver: Context; serve: Serve; conditions: TraceConditions },
): void {
  control.on('flush', (payload) => {
    const { name, subtree } = payload as { name: string; subtree: boolean };
    const owner = DNSName.of(name);
    const { records, negatives, delegations } = resolver;
    const counts = [records, negatives, delegations].map((each) => each.flush(owner, subtree));
    return [...counts, serve.flush(owner, subtree)];
  });
  control.on('trace-conditions', (payload) => {
    conditions.replace(payload as readonly TraceCondition[]);
  });
}

function keepGauges(
  { row }: WorkerContext<RecursorConfig>,
  { resolver, cache, upstream }: { resolver: Context; cache: PacketCache; upstream: Upstream },
  { recursor: { gauges } }: RecursorSlots,
): Disposable {
  const timer = setInterval(() => {
    row[gauges['cache-entries']] = resolver.records.size;
    row[gauges['negcache-entries']] = resolver.negatives.size;
    row[gauges['packetcache-entries']] = cache.size;
    row[gauges['throttle-entries']] = resolver.stats.throttled;
    row[gauges['nsspeeds-entries']] = resolver.stats.size;
    row[gauges['outgoing-queries']] = upstream.inFlight;
  }, GAUGES_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
