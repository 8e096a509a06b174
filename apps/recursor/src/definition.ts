/** What the runtime needs to know of the recursor. */
import { hostname } from 'node:os';
import path from 'node:path';
import {
  askOneself,
  declareTelemetryMetrics,
  type LogLevel,
  type MainContext,
  type MainPart,
  type RuntimeSettings,
  type ServerDefinition,
  TelemetryMain,
  type TelemetryPlan,
} from '@span53/runtime';
import { declareCacheMetrics } from '@span53/cache';
import { SocketAddress } from '@span53/dns/inet';
import { DNSName, Flag, RClass, RType } from '@span53/dns/wire';
import type { MetricsRegistry } from '@span53/metrics';
import { loadRecursorConfig, type RecursorConfig } from './config/load.ts';
import { declareRecursorMetrics, type RecursorSlots } from './metrics.ts';
import { recursorRoutes } from './routes.ts';
import { telemetryPlan } from './settings.ts';
import { VERSION } from './version.ts';
import { openPlane, type WorkerData } from './worker.ts';

const SHUTDOWN_GRACE_MS = 5000;
const MEGABYTE = 1024 * 1024;

/** What belongs to one configuration in this thread. */
interface Prepared {
  readonly plan: TelemetryPlan;
  readonly slots: RecursorSlots;
}
const prepared = new WeakMap<RecursorConfig, Prepared>();

function preparedFor(config: RecursorConfig): Prepared {
  const found = prepared.get(config);
  if (found === undefined) throw new Error('metrics are declared before anything is opened');
  return found;
}

/** The definition, for a module that starts the server: `module` is that module's `import.meta.url`. */
export function recursorDefinition(module: string): ServerDefinition<RecursorConfig> {
  return {
    name: 'recursor',
    version: VERSION,
    summary: 'iterative caching resolver with PowerDNS Recursor YAML',
    module,
    options: {
      'config-dir': { type: 'string', help: 'folder of recursor.yml' },
      'config-name': { type: 'string', help: 'read recursor-NAME.yml in that folder' },
    },
    configFiles: ({ 'config-dir': folder, 'config-name': name }) => {
      const file = typeof name === 'string' && name !== '' ? `recursor-${name}.yml` : 'recursor.yml';
      return typeof folder === 'string' ? [path.join(folder, file)] : [file, `/etc/powerdns/${file}`];
    },
    load: loadRecursorConfig,
    settings: settingsOf,
    declareMetrics,
    openMain,
    openWorker: (context) => openPlane(context, preparedFor(context.config)),
    // The name is local, so no other server has to be well.
    healthCheck: ({ listen }) => askOneself({ listen, question: LOCALHOST, flags: Flag.RD }),
  };
}

const LOCALHOST = { name: DNSName.of('localhost.'), type: RType.A, class: RClass.IN };

function declareMetrics(registry: MetricsRegistry, config: RecursorConfig): void {
  const plan = telemetryPlan(config, { version: VERSION, host: hostname(), pid: process.pid }, process.env);
  const recursor = declareRecursorMetrics(registry);
  const packetCache = declareCacheMetrics(registry, 'packet');
  prepared.set(config, { plan, slots: { recursor, packetCache, telemetry: declareTelemetryMetrics(registry, plan) } });
}

function settingsOf({ yaml }: RecursorConfig): RuntimeSettings {
  const { webservice, recursor, logging } = yaml;
  const web = {
    listen: [new SocketAddress(webservice.address, webservice.port)],
    apiKey: webservice.api_key === '' ? undefined : webservice.api_key,
    password: webservice.password === '' ? undefined : webservice.password,
    allowFrom: webservice.allow_from,
    bodyOctetsMax: webservice.max_request_size * MEGABYTE,
    metricsNeedKey: webservice.password !== '',
  };
  return {
    workers: yaml.workers ?? recursor.threads ?? 'auto',
    logLevel: logLevel(logging.loglevel),
    shutdownGraceMs: SHUTDOWN_GRACE_MS,
    web: webservice.webserver ? web : undefined,
  };
}

/** Syslog's numbers as PowerDNS uses them. */
function logLevel(level: number): LogLevel {
  if (level <= 3) return 'error';
  if (level <= 4) return 'warn';
  return level <= 6 ? 'info' : 'debug';
}

/** Exporters and admin routes. */
async function openMain(context: MainContext<RecursorConfig>): Promise<MainPart> {
  const { config, row, log, graceMs } = context;
  const { plan, slots } = preparedFor(config);
  const warn = (text: string, details?: Readonly<Record<string, unknown>>): void => log.warn(details ?? {}, text);
  const telemetry = await TelemetryMain.open(plan, { row, metrics: slots.telemetry, warn, graceMs });
  return {
    routes: recursorRoutes(context, slots.recursor),
    forWorker: () => {
      const link = telemetry.link();
      const data: WorkerData = { link };
      return link === undefined ? { data } : { data, transfer: [link.port, link.replacements] };
    },
    problems: () => telemetry.problems(),
    [Symbol.asyncDispose]: () => telemetry[Symbol.asyncDispose](),
  };
}
