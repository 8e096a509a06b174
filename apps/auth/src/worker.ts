/** The data plane of one worker: database, packet cache, tracer, listeners. */
import {
  guardQueries,
  nowMs,
  openDnsListeners,
  openTelemetry,
  type DnsListenersOptions,
  RateLimitedLog,
  random16,
  unixSeconds,
  type WorkerContext,
  type WorkerPart,
} from '@span53/runtime';
import type { ExportLink } from '@span53/export';
import { rtypeName } from '@span53/dns/wire';
import { countInto } from '@span53/transport';
import type { AuthConfig } from './config/load.ts';
import type { AuthMetrics } from './metrics.ts';
import { AuthServer, type ServeSettings } from './serve.ts';
import { type SqliteReports, SqliteZones, type SqliteZonesSettings } from './sqlite/zones.ts';

/** What the main thread gives a worker. */
export interface WorkerShare {
  readonly link: ExportLink | undefined;
}

/** Opens all or nothing; the listeners come last. Throws what the database or a socket says. */
export async function openAuthWorker(context: WorkerContext<AuthConfig>, metrics: AuthMetrics): Promise<WorkerPart> {
  const { config, row, workers, report } = context;
  await using scope = new AsyncDisposableStack();
  const { link } = (context.shared ?? { link: undefined }) as WorkerShare;
  const telemetry = scope.use(openTelemetry(config.telemetry, { row, metrics: metrics.telemetry, workers, link }));
  const zones = scope.use(new SqliteZones(zonesSettings(config, workers), zoneReports(context, metrics), nowMs));
  const server = new AuthServer({
    zones,
    settings: serveSettings(config, workers),
    tracing: telemetry.tracing,
    row,
    metrics,
    cacheSeed: random16() * 0x1_0000 + random16(),
    nowMs,
    unixSeconds,
  });
  context.control.on('flush', () => {
    zones.forget();
    return server.cache.clear();
  });
  const listeners = scope.use(await openDnsListeners(listenOptions(context), guardQueries(server.handle, report)));
  const owned = scope.move();
  return { addresses: listeners.addresses, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Limits of the configuration are for all workers together. */
function share(total: number, workers: number): number {
  return Math.max(1, Math.floor(total / workers));
}

function zonesSettings({ keys }: AuthConfig, workers: number): SqliteZonesSettings {
  return {
    path: keys['gsqlite3-database'],
    queryCacheTtl: keys['query-cache-ttl'],
    negativeCacheTtl: keys['negquery-cache-ttl'],
    cacheEntriesMax: share(keys['max-cache-entries'], workers),
    namesMax: keys['name-index-max-entries'],
    defaultTtl: keys['default-ttl'],
    checkMs: keys['database-check-interval'],
    listAgainMs: keys['zone-cache-refresh-interval'] * 1000,
  };
}

function serveSettings({ keys, identity }: AuthConfig, workers: number): ServeSettings {
  return {
    ...identity,
    anyToTcp: keys['any-to-tcp'],
    acrossZones: keys['resolve-across-zones'],
    udpLimit: keys['udp-truncation-threshold'],
    cacheTtl: keys['cache-ttl'],
    cacheEntriesMax: share(keys['max-packet-cache-entries'], workers),
    cacheOctetsMax: share(keys['packet-cache-size'], workers),
  };
}

function zoneReports({ row, log }: WorkerContext<AuthConfig>, metrics: AuthMetrics): SqliteReports {
  const limited = new RateLimitedLog(log);
  return {
    statement: () => {
      row[metrics.backendQueries]! += 1;
    },
    broken: (name, type, content) => {
      row[metrics.brokenRows]! += 1;
      const owner = name.toString();
      const what = typeof type === 'number' ? rtypeName(type) : String(type);
      const details = { event: 'broken-row', name: owner, type: what, content: String(content).slice(0, 200) };
      limited.warn(`broken:${owner}:${what}`, 'a record in the database cannot be served', details);
    },
    failing: (reason) => {
      if (reason === undefined) {
        log.info({ event: 'database-ok' }, 'the database can be read again');
        return;
      }
      row[metrics.databaseFailures]! += 1;
      limited.warn('database', 'the database cannot be read', { event: 'database-failing', reason });
    },
    notice: (message) => limited.warn(`file:${message}`, message, { event: 'database-file' }),
    listed: (zones) => {
      row[metrics.zones] = zones;
    },
  };
}

function listenOptions(context: WorkerContext<AuthConfig>): DnsListenersOptions {
  const { config, row, transport, workers } = context;
  const { keys } = config;
  return {
    addresses: config.listen,
    reusePort: context.reusePort,
    siblings: context.siblings,
    drainMs: context.graceMs,
    countUdp: countInto(row, transport.udp),
    countTcp: countInto(row, transport.tcp),
    connectionsMax: share(keys['max-tcp-connections'], workers),
    connectionsPerClientMax: keys['max-tcp-connections-per-client'],
    streamLimits: { idleMs: keys['tcp-idle-timeout'] * 1000, queriesMax: keys['max-tcp-transactions-per-conn'] },
  };
}
