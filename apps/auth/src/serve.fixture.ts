/** A server without sockets: packets in, replies out. */
import { IPAddress, SocketAddress } from '@span53/dns/inet';
import { Flag, MessageBuilder, DNSName, parseRType } from '@span53/dns/wire';
import { MetricsMemory, MetricsRegistry } from '@span53/metrics';
import type { QueryTracing } from '@span53/runtime';
import type { Inbound, Protocol } from '@span53/transport';
import { type AuthMetrics, declareAuthMetrics } from './metrics.ts';
import { AuthServer, type ServeSettings, type WatchedZones } from './serve.ts';
import type { Zones } from './zones/zone-view.ts';

/** Settings that tests change. */
export const SERVE_SETTINGS: ServeSettings = {
  anyToTcp: true,
  acrossZones: true,
  version: 'test 1.0',
  serverId: 'here',
  udpLimit: 1232,
  cacheTtl: 20,
  cacheEntriesMax: 100,
  cacheOctetsMax: 1_000_000,
};

/** A server and its numbers. */
export interface TestServer {
  readonly server: AuthServer;
  readonly row: Float64Array;
  readonly metrics: AuthMetrics;
  /** The reply; undefined when the packet was dropped. */
  send(message: Uint8Array, how?: { protocol?: Protocol; peer?: string; nowMs?: number }): Buffer | undefined;
}

/** Memory zones never change. */
export function unwatched(zones: Zones): WatchedZones {
  return { generation: 0, look: () => {}, find: (name, trace) => zones.find(name, trace) };
}

/** Opens a server on `zones`. */
export function testServer(
  zones: WatchedZones,
  settings: Partial<ServeSettings> = {},
  tracing?: QueryTracing,
): TestServer {
  const registry = new MetricsRegistry();
  const plan = { tracing: undefined, destinations: [], inFlightBytesMax: 0, warnings: [] };
  const metrics = declareAuthMetrics(registry, plan);
  const row = MetricsMemory.allocate(registry, 1).row(0);
  const server = new AuthServer({
    zones,
    settings: { ...SERVE_SETTINGS, ...settings },
    tracing,
    row,
    metrics,
    cacheSeed: 1,
    nowMs: () => 0,
    unixSeconds: () => 0,
  });
  return { server, row, metrics, send: (message, how) => send(server, message, how) };
}

function send(
  server: AuthServer,
  message: Uint8Array,
  {
    protocol = 'udp',
    peer = '192.0.2.53:4711',
    nowMs = 0,
  }: { protocol?: Protocol; peer?: string; nowMs?: number } = {},
): Buffer | undefined {
  const replies: Buffer[] = [];
  let dropped = 0;
  const inbound: Inbound = {
    message: Buffer.from(message),
    peer: SocketAddress.parse(peer)!,
    local: new SocketAddress(IPAddress.parse('192.0.2.1')!, 53),
    protocol,
    nowMs,
    limit: 65_535,
    reply: (octets) => void replies.push(Buffer.from(octets)),
    drop: () => void (dropped += 1),
    close: () => void (dropped += 1),
  };
  server.handle(inbound);
  if (replies.length + dropped !== 1) throw new Error(`${replies.length} replies and ${dropped} drops`);
  return replies[0];
}

/** How a query looks. */
export interface QueryLook {
  readonly id?: number;
  readonly flags?: number;
  readonly rclass?: number;
  /** Undefined: no EDNS. */
  readonly udpSize?: number;
  readonly version?: number;
  readonly dnssecOk?: boolean;
  readonly options?: Uint8Array;
}

/** Octets of `name type`. */
export function query(question: string, look: QueryLook = {}): Buffer {
  const [name, type] = question.split(' ') as [string, string];
  const { id = 7, flags = 0, rclass = 1, udpSize } = look;
  const builder = new MessageBuilder().start({ id, flags: flags & ~Flag.QR, limit: 65_535 });
  builder.question(DNSName.of(name), parseRType(type)!, rclass);
  if (udpSize !== undefined) builder.opt({ ...look, udpSize });
  return builder.finish();
}
