/** Admin routes with dnsdist's paths. Keys, passwords and `/metrics` are the runtime's. */
import { DNSName, parseRType } from '@span53/dns/wire';
import { type MainContext, type MainPart, nowMs } from '@span53/runtime';

import type { ProxyConfig } from '../config.ts';
import type { ProxySlots } from '../metrics.ts';
import type { HealthCells } from '../pools/backend.ts';
import { overview, poolNames, poolStats, servers } from './overview.ts';
import { statistics } from './statistics.ts';

/** What the routes read. */
export interface RouteContext {
  readonly config: ProxyConfig;
  readonly slots: ProxySlots;
  readonly health: HealthCells;
  readonly sum: (slot: number) => number;
  readonly openedMs: number;
}

/** A request to every worker: take these names out of the cache of a pool. */
export interface FlushRequest {
  readonly pool: string;
  readonly name: string;
  readonly qtype: number | undefined;
  readonly subtree: boolean;
}

type Routes = NonNullable<MainPart['routes']>;

/** The routes of one opened configuration. */
export function proxyRoutes(main: MainContext<ProxyConfig>, slots: ProxySlots, health: HealthCells): Routes {
  const context: RouteContext = { config: main.config, slots, health, sum: main.sum, openedMs: nowMs() };
  return (app) => {
    app.get('/jsonstat', (c) => {
      if (c.req.query('command') !== 'stats') return c.json({ error: 'unknown command' }, 404);
      const values = statistics(context);
      return c.json({
        ...values,
        'packetcache-hits': values['cache-hits'],
        'packetcache-misses': values['cache-misses'],
        'over-capacity-drops': 0,
        'too-old-drops': 0,
        'server-policy': main.config.yaml.load_balancing_policies.default_policy,
      });
    });
    app.get('/api/v1/servers/localhost', (c) => c.json(overview(context)));
    app.get('/api/v1/servers/localhost/statistics', (c) => {
      const values = Object.entries(statistics(context));
      return c.json(values.map(([name, value]) => ({ type: 'StatisticItem', name, value })));
    });
    app.get('/api/v1/servers/localhost/config', (c) => c.json(configItems(main.config)));
    app.get('/api/v1/servers/localhost/config/allow-from', (c) => {
      const value = main.config.yaml.acl.toString().split(', ');
      return c.json({ type: 'ConfigSetting', name: 'allow-from', value });
    });
    app.get('/api/v1/servers/localhost/pool', (c) => {
      const name = c.req.query('name');
      if (name === undefined) return c.json({ error: 'no pool named' }, 400);
      if (!poolNames(context).includes(name)) return c.json({ error: 'no such pool' }, 404);
      const inPool = servers(context).filter(({ pools }) => (pools.length === 0 ? name === '' : pools.includes(name)));
      return c.json({ stats: poolStats(context, name), servers: inPool });
    });
    app.delete('/api/v1/cache', async (c) => {
      const pool = c.req.query('pool');
      const name = DNSName.parse(c.req.query('name') ?? '');
      const typeText = c.req.query('type');
      const qtype = typeText === undefined ? undefined : parseRType(typeText);
      if (pool === undefined || name === undefined || (typeText !== undefined && qtype === undefined)) {
        return c.json({ status: 'error', error: 'pool and name are needed, type must be a record type' }, 400);
      }
      if (!poolNames(context).includes(pool)) return c.json({ status: 'error', error: 'no such pool' }, 404);
      if (poolStats(context, pool).cacheSize === 0) {
        return c.json({ status: 'error', error: 'the pool has no cache' }, 404);
      }
      const subtree = c.req.query('suffix') !== undefined;
      const request: FlushRequest = { pool, name: name.toString(), qtype, subtree };
      const counts = (await main.control.ask('flush', request)) as number[];
      return c.json({ status: 'purged', count: String(counts.reduce((sum, count) => sum + count, 0)) });
    });
  };
}

/** The settings that dnsdist tells, under its names. */
function configItems({ yaml, verbose }: ProxyConfig) {
  const { general, tuning, load_balancing_policies: balancing, cache_settings: cache, logging } = yaml;
  const values: Record<string, unknown> = {
    acl: yaml.acl.toString(),
    'allow-empty-response': false,
    'control-socket': '',
    'ecs-override': false,
    'ecs-source-prefix-v4': 24,
    'ecs-source-prefix-v6': 56,
    'fixup-case': general.fixup_case,
    'max-outstanding': tuning.udp.max_outstanding_per_backend,
    'server-policy': balancing.default_policy,
    'stale-cache-entries-ttl': cache.stale_entries_ttl,
    'tcp-recv-timeout': tuning.tcp.receive_timeout,
    'tcp-send-timeout': 2,
    'truncate-tc': general.truncate_tc_answers,
    verbose,
    'verbose-health-checks': logging.verbose_health_checks,
  };
  return Object.entries(values).map(([name, value]) => ({ type: 'ConfigSetting', name, value }));
}
