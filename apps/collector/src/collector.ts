import type { Server } from 'node:http';
import type { Server as TcpServer } from 'node:net';
import type { SocketAddress } from '@span53/dns/inet';
import { systemClock } from '@span53/export';
import { fetchServer } from '@span53/runtime';
import type { CollectorConfig } from './config.ts';
import { Forward } from './forward.ts';
import { Ingest } from './ingest.ts';
import { close, listen } from './listen.ts';
import type { Counters } from './metrics.ts';
import type { SpanRecord } from './model/span.ts';
import { ensurePage } from './page-build.ts';
import { type OtlpCounters, otlpServer } from './receive/otlp-http.ts';
import { newPdnsCounters, pdnsServer } from './receive/pdns-stream.ts';
import { webRoutes } from './routes/web.ts';
import { TraceStore } from './store/trace-store.ts';
import { Tail } from './tail.ts';
import { version } from './version.ts';

/** What the collector tells its owner. */
export interface CollectorEvents {
  readonly warn: (message: string, error?: Error) => void;
}

/** A running collector. */
export interface Collector extends AsyncDisposable {
  /** Where it listens. */
  readonly addresses: {
    readonly otlp: readonly SocketAddress[];
    readonly pdns: readonly SocketAddress[];
    readonly web: readonly SocketAddress[];
  };
  readonly counters: () => Counters;
}

/** Queues spans for the store and the other back ends; false when the store's queue has no room. */
type Take = (spans: readonly SpanRecord[], octets: number) => boolean;

const sweepMs = 30_000;

/** Starts receivers, store, query API and page. The caller owns the result; a failure closes what was open. */
export async function startCollector(config: CollectorConfig, events: CollectorEvents): Promise<Collector> {
  await using scope = new AsyncDisposableStack();
  const store = scope.use(TraceStore.open(storeOptions(config)));
  const { max_clients: clientsMax, buffer: bufferMax } = config.tail;
  const tail = scope.use(new Tail({ clientsMax, bufferMax, heartbeatMs: 15_000 }));
  const ingest = scope.use(
    new Ingest(store, {
      spansMax: config.queue.max_spans,
      octetsMax: config.queue.max_size,
      delayMs: 100,
      nowMs: systemClock.unixMs,
      onTraces: (traces) => tail.publish(traces),
      onError: (error) => events.warn('the trace store failed', error),
    }),
  );
  const sweep = setInterval(() => ingest.sweep(), sweepMs);
  scope.defer(() => clearInterval(sweep));
  const forward = scope.use(new Forward(config.forward, { warn: events.warn, version }));
  const take: Take = (spans, octets) => {
    const room = ingest.offer(spans, octets);
    if (room) forward.offer(spans);
    return room;
  };
  const refused: Refused = { otlpRefused: 0, pdnsRefused: 0, webRefused: 0 };
  const otlp = await openOtlp(scope, config, { take, refused });
  const pdns = await openPdns(scope, config, { take, refused });
  const counters = (): Counters => ({
    ...prefixed('otlp', otlp.counters),
    ...prefixed('pdns', pdns.counters),
    ...prefixed('connections', refused),
    ...prefixed('store', ingest.counters),
    ...prefixed('tail', tail.counters),
    ...(config.forward.length > 0 && prefixed('forward', forward.counters)),
  });
  const routes = webRoutes({
    store,
    ingest,
    tail,
    sizeMax: config.store.max_size,
    hosts: config.web.hosts,
    counters,
    nowMs: systemClock.unixMs,
    page: ensurePage((message) => events.warn(message)),
    onError: (error) => events.warn('a request to the web listener failed', error),
  });
  const web: SocketAddress[] = [];
  for (const address of config.web.listen) {
    const server = limited(fetchServer(routes.fetch), config.web.max_connections, () => (refused.webRefused += 1));
    web.push(await openHttp(scope, server, address));
  }
  const owned = scope.move();
  return {
    addresses: { otlp: otlp.addresses, pdns: pdns.addresses, web },
    counters,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function storeOptions({ store }: CollectorConfig) {
  return {
    path: store.path,
    sizeMax: store.max_size,
    ageMaxMs: store.max_age,
    spansPerTraceMax: store.max_spans_per_trace,
  };
}

/** Connections closed at once because there were too many. */
type Refused = Record<'otlpRefused' | 'pdnsRefused' | 'webRefused', number>;

/** What both receivers need. */
interface Receiving {
  readonly take: Take;
  readonly refused: Refused;
}

async function openOtlp(scope: AsyncDisposableStack, { otlp, queue }: CollectorConfig, { take, refused }: Receiving) {
  const counters: OtlpCounters = { requests: 0, refused: 0, spans: 0, rejectedSpans: 0 };
  const addresses: SocketAddress[] = [];
  for (const address of otlp.listen) {
    const limits = { bodyMax: otlp.max_body, bodiesMax: otlp.max_body * 4, spansMax: Math.ceil(queue.max_spans / 4) };
    const server = otlpServer({ ...limits, ingest: take }, counters);
    limited(server, otlp.max_connections, () => (refused.otlpRefused += 1));
    addresses.push(await openHttp(scope, server, address));
  }
  return { counters, addresses };
}

async function openPdns(
  scope: AsyncDisposableStack,
  { pdns_protobuf: pdns }: CollectorConfig,
  { take, refused }: Receiving,
) {
  const counters = newPdnsCounters();
  const addresses: SocketAddress[] = [];
  for (const address of pdns.listen) {
    const limits = { frameMax: pdns.max_frame, idleMs: pdns.idle_timeout };
    const server = pdnsServer({ prefixOctets: pdns.frame, ...limits, ingest: take }, counters);
    limited(server, pdns.max_connections, () => (refused.pdnsRefused += 1));
    addresses.push(await listen(server, address));
    scope.defer(() => close(server, () => server.closeAll()));
  }
  return { counters, addresses };
}

async function openHttp(scope: AsyncDisposableStack, server: Server, address: SocketAddress): Promise<SocketAddress> {
  const bound = await listen(server, address);
  scope.defer(() => close(server, () => server.closeAllConnections()));
  return bound;
}

/** Closes connections beyond so many, and counts them. */
function limited<S extends TcpServer>(server: S, connectionsMax: number, onRefused: () => void): S {
  server.maxConnections = connectionsMax;
  server.on('drop', onRefused);
  return server;
}

function prefixed(prefix: string, counters: object): Counters {
  return Object.fromEntries(Object.entries(counters).map(([name, value]) => [`${prefix}.${name}`, value as number]));
}
