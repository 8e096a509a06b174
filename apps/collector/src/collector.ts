import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { SocketAddress } from '@span53/dns/inet';
import { unixMs } from './clock.ts';
import type { CollectorConfig } from './config.ts';
import { Ingest } from './ingest.ts';
import { close, listen } from './listen.ts';
import { ensurePage } from './page-build.ts';
import { type OtlpCounters, otlpServer } from './receive/otlp-http.ts';
import { type PdnsCounters, pdnsServer } from './receive/pdns-stream.ts';
import { webRoutes } from './routes/web.ts';
import { TraceStore } from './store/trace-store.ts';
import { Tail } from './tail.ts';

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
  readonly counters: () => Readonly<Record<string, number>>;
}

/** Spans that may wait for the store, and octets of the requests they came in. */
const queueSpans = 200_000;
const queueOctets = 256 * 1024 * 1024;
const sweepMs = 30_000;

/** Starts receivers, store, query API and page. The caller owns the result; a failure closes what was open. */
export async function startCollector(config: CollectorConfig, events: CollectorEvents): Promise<Collector> {
  await using scope = new AsyncDisposableStack();
  const store = scope.use(TraceStore.open(config.store));
  const tail = scope.use(new Tail(config.tail));
  const ingest = scope.use(
    new Ingest(store, {
      spansMax: queueSpans,
      octetsMax: queueOctets,
      delayMs: 100,
      nowMs: unixMs,
      onTraces: (traces) => tail.publish(traces),
      onError: (error) => events.warn('the trace store failed', error),
    }),
  );
  const sweep = setInterval(() => ingest.sweep(), sweepMs);
  scope.defer(() => clearInterval(sweep));
  const receivers = await openReceivers(scope, config, ingest);
  const counters = (): Record<string, number> => ({
    ...prefixed('otlp', receivers.otlpCounters),
    ...prefixed('pdns', receivers.pdnsCounters),
    ...prefixed('store', ingest.counters),
    ...prefixed('tail', tail.counters),
  });
  const routes = webRoutes({
    store,
    ingest,
    tail,
    sizeMax: config.store.sizeMax,
    hosts: config.web.hosts,
    counters,
    nowMs: unixMs,
    page: ensurePage((message) => events.warn(message)),
    onError: (error) => events.warn('a request to the web listener failed', error),
  });
  const web = await Promise.all(
    config.web.listen.map((address) =>
      openHttp(scope, createAdaptorServer({ fetch: routes.fetch }) as Server, address),
    ),
  );
  const owned = scope.move();
  return {
    addresses: { otlp: receivers.otlp, pdns: receivers.pdns, web },
    counters,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function openReceivers(scope: AsyncDisposableStack, config: CollectorConfig, ingest: Ingest) {
  const otlpCounters: OtlpCounters = { requests: 0, refused: 0, spans: 0, rejectedSpans: 0 };
  const pdnsCounters: PdnsCounters = {
    connections: 0,
    messages: 0,
    withSpans: 0,
    facts: 0,
    malformed: 0,
    broken: 0,
    spans: 0,
    droppedSpans: 0,
  };
  const otlp: SocketAddress[] = [];
  for (const address of config.otlp.listen) {
    const options = {
      bodyMax: config.otlp.bodyMax,
      bodiesMax: config.otlp.bodyMax * 4,
      spansMax: queueSpans / 4,
      ingest: ingest.offer.bind(ingest),
      forward: () => undefined,
    };
    otlp.push(await openHttp(scope, otlpServer(options, otlpCounters), address));
  }
  const pdns: SocketAddress[] = [];
  for (const address of config.pdnsProtobuf.listen) {
    const server = pdnsServer(
      {
        prefixOctets: config.pdnsProtobuf.frame,
        frameMax: config.pdnsProtobuf.frameMax,
        connectionsMax: config.pdnsProtobuf.connectionsMax,
        idleMs: 3_600_000,
        ingest: ingest.offer.bind(ingest),
        forward: () => undefined,
      },
      pdnsCounters,
    );
    pdns.push(await listen(server, address));
    scope.defer(() => close(server, () => server.closeAll()));
  }
  return { otlp, pdns, otlpCounters, pdnsCounters };
}

async function openHttp(scope: AsyncDisposableStack, server: Server, address: SocketAddress): Promise<SocketAddress> {
  const bound = await listen(server, address);
  scope.defer(() => close(server, () => server.closeAllConnections()));
  return bound;
}

function prefixed(prefix: string, counters: object): Record<string, number> {
  return Object.fromEntries(Object.entries(counters).map(([name, value]) => [`${prefix}.${name}`, value as number]));
}
