/** What the runtime needs to know of the authoritative server. */
import path from 'node:path';
import { existsSync } from 'node:fs';
import { DNSName, RClass, RType } from '@span53/dns/wire';
import { askOneself, type MainContext, type MainPart, type ServerDefinition, TelemetryMain } from '@span53/runtime';
import { type AuthConfig, loadAuthConfig } from './config/load.ts';
import { type AuthMetrics, declareAuthMetrics } from './metrics.ts';
import { setJournalMode } from './sqlite/database.ts';
import { openAuthWorker, type WorkerShare } from './worker.ts';
import { VERSION } from './version.ts';
import { loadZoneDirectory } from './zone-directory.ts';

const VERSION_BIND = { name: DNSName.of('version.bind.'), type: RType.TXT, class: RClass.CH };

/** Slots of each configuration's metrics in this thread. */
const slots = new WeakMap<AuthConfig, AuthMetrics>();

function metricsOf(config: AuthConfig): AuthMetrics {
  const metrics = slots.get(config);
  if (metrics === undefined) throw new Error('metrics are declared before anything is opened');
  return metrics;
}

/** The definition, for a module that starts the server: `module` is that module's `import.meta.url`. */
export function authDefinition(module: string): ServerDefinition<AuthConfig> {
  return {
    name: 'auth',
    version: VERSION,
    summary: 'authoritative DNS server on SQLite',
    module,
    options: { 'config-dir': { type: 'string', help: 'folder of auth.yml or pdns.conf' } },
    configFiles: ({ 'config-dir': folder }) =>
      typeof folder === 'string' ? ['auth.yml', 'pdns.conf'].map((name) => path.join(folder, name)) : [],
    load: (source) => loadAuthConfig(source, { version: VERSION }),
    settings: ({ keys, webListen, workers }) => ({
      workers,
      logLevel: keys.loglevel >= 7 ? 'debug' : 'info',
      shutdownGraceMs: keys['shutdown-grace'],
      web:
        webListen.length === 0
          ? undefined
          : {
              listen: webListen,
              apiKey: keys.api && keys['api-key'] !== '' ? keys['api-key'] : undefined,
              password: keys['webserver-password'] === '' ? undefined : keys['webserver-password'],
              allowFrom: keys['webserver-allow-from'],
              bodyOctetsMax: keys['webserver-max-bodysize'] * 1024 * 1024,
              metricsNeedKey: keys['webserver-password'] !== '',
            },
    }),
    declareMetrics: (registry, config) => void slots.set(config, declareAuthMetrics(registry, config.telemetry)),
    openMain,
    openWorker: (context) => openAuthWorker(context, metricsOf(context.config)),
    // No zone need be there for this one.
    healthCheck: ({ listen }) => askOneself({ listen, question: VERSION_BIND, flags: 0 }),
  };
}

/** Exporters, and what needs the database for writing. */
async function openMain({ config, log, row, graceMs }: MainContext<AuthConfig>): Promise<MainPart> {
  const { keys } = config;
  const file = keys['gsqlite3-database'];
  if (keys['zone-directory'] !== '') {
    for (const { origin, records, warnings } of loadZoneDirectory(file, keys['zone-directory'])) {
      log.info({ event: 'zone-loaded', zone: origin.toString(), records, warnings }, 'a zone file was loaded');
    }
  }
  if (existsSync(file)) {
    setJournalMode(file, keys['gsqlite3-pragma-journal-mode'], keys['gsqlite3-pragma-synchronous']);
  }
  const telemetry = await TelemetryMain.open(config.telemetry, {
    row,
    metrics: metricsOf(config).telemetry,
    warn: (text, details) => log.warn(details ?? {}, text),
    graceMs,
  });
  return {
    forWorker: () => {
      const link = telemetry.link();
      const data: WorkerShare = { link };
      return link === undefined ? { data } : { data, transfer: [link.port, link.replacements] };
    },
    problems: () => telemetry.problems(),
    [Symbol.asyncDispose]: () => telemetry[Symbol.asyncDispose](),
  };
}
