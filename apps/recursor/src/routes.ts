/** Admin routes with PowerDNS Recursor's paths. Keys, passwords and `/metrics` are the runtime's. */
import { Netmask } from '@span53/dns/inet';
import { DNSName, parseRType } from '@span53/dns/wire';
import type { MainContext, MainPart } from '@span53/runtime';
import * as v from 'valibot';
import type { RecursorConfig } from './config/load.ts';
import type { RecursorMetrics } from './metrics.ts';
import { TraceConditions, traceCondition } from './trace-conditions.ts';
import { VERSION } from './version.ts';

const BASE = '/api/v1/servers/localhost';
const CONDITIONS = `${BASE}/ottraceconditions`;

const conditionBody = v.object({
  acl: v.string(),
  edns_option_required: v.optional(v.boolean(), false),
  traceid_only: v.optional(v.boolean(), false),
  qid: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))),
  qnames: v.optional(v.array(v.string())),
  qtypes: v.optional(v.array(v.string())),
});

type Routes = NonNullable<MainPart['routes']>;

/** The routes of one opened configuration. */
export function recursorRoutes(main: MainContext<RecursorConfig>, metrics: RecursorMetrics): Routes {
  return (app) => {
    app.get('/api', (c) => c.json([{ version: 1, url: '/api/v1' }]));
    app.get('/api/v1', (c) => c.json({ server_url: `${BASE.replace('localhost', '{server}')}`, api_features: [] }));
    app.get('/api/v1/servers', (c) => c.json([serverObject()]));
    app.get(BASE, (c) => c.json(serverObject()));
    app.get(`${BASE}/statistics`, (c) => c.json(statistics(main, metrics)));
    app.get(`${BASE}/config`, (c) => c.json([]));
    app.get(`${BASE}/config/allow-from`, (c) => {
      const value = main.config.yaml.incoming.allow_from.toString().split(', ');
      return c.json({ type: 'ConfigSetting', name: 'allow-from', value });
    });
    app.put(`${BASE}/cache/flush`, async (c) => {
      const domain = c.req.query('domain') ?? '';
      const name = domain.endsWith('.') ? DNSName.parse(domain) : undefined;
      if (name === undefined) return c.json({ error: 'DNS Name is not canonical: it must end with a dot' }, 422);
      const count = await flush(main, name, c.req.query('subtree') === 'true');
      return c.json({ count, result: 'Flushed cache.' });
    });
    conditionRoutes(app, main);
  };
}

/** `/ottraceconditions`: lives in all workers at once, and until the next reload. */
function conditionRoutes(app: Parameters<Routes>[0], main: MainContext<RecursorConfig>): void {
  const conditions = new TraceConditions(main.config.traceConditions);
  const tellWorkers = (): void => main.control.tell('trace-conditions', conditions.list());
  app.get(CONDITIONS, (c) => c.json(conditions.list()));
  app.post(CONDITIONS, async (c) => {
    const body = v.safeParse(conditionBody, await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: `bad otcondition: ${body.issues[0].message}` }, 422);
    const { acl: text, qnames, qtypes, ...rest } = body.output;
    const acl = Netmask.parse(text);
    if (acl === undefined) return c.json({ error: `not a netmask: ${JSON.stringify(text)}` }, 422);
    if (conditions.get(acl) !== undefined) return c.json({ error: 'OTCondition already exists' }, 422);
    const names = qnames?.map((name) => DNSName.parse(name));
    if (names?.includes(undefined) === true) return c.json({ error: 'not a name in qnames' }, 422);
    const types = qtypes?.map(parseRType).filter((type) => type !== undefined);
    const condition = traceCondition({ ...rest, acl, qnames: names as DNSName[] | undefined, qtypes: types });
    conditions.set(condition);
    tellWorkers();
    return c.json(condition, 201);
  });
  app.get(`${CONDITIONS}/:ip/:bits`, (c) => {
    const subnet = Netmask.parse(`${c.req.param('ip')}/${c.req.param('bits')}`);
    const found = subnet === undefined ? undefined : conditions.get(subnet);
    return found === undefined ? c.json({ error: 'Could not find otcondition' }, 422) : c.json(found);
  });
  app.delete(`${CONDITIONS}/:ip/:bits`, (c) => {
    const subnet = Netmask.parse(`${c.req.param('ip')}/${c.req.param('bits')}`);
    if (subnet === undefined || !conditions.delete(subnet)) return c.json({ error: 'Could not find otcondition' }, 422);
    tellWorkers();
    return c.body(null, 204);
  });
}

function serverObject(): Record<string, string> {
  return {
    type: 'Server',
    id: 'localhost',
    url: BASE,
    daemon_type: 'recursor',
    version: VERSION,
    config_url: `${BASE}/config{/config_setting}`,
    zones_url: `${BASE}/zones{/zone}`,
  };
}

/** PowerDNS gives the values as texts. */
function statistics({ sum }: MainContext<RecursorConfig>, metrics: RecursorMetrics): unknown[] {
  const slots: [name: string, slot: number][] = [
    ...Object.entries(metrics.counters),
    ...Object.entries(metrics.gauges),
  ];
  return slots.map(([name, slot]) => ({ type: 'StatisticItem', name, value: String(sum(slot)) }));
}

/** Takes a name out of every cache of every worker; gives how many entries that were. */
async function flush({ control }: MainContext<RecursorConfig>, name: DNSName, subtree: boolean): Promise<number> {
  const answers = (await control.ask('flush', { name: name.toString(), subtree })) as number[][];
  return answers.flat().reduce((sum, each) => sum + each, 0);
}
