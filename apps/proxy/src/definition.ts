/** What the runtime needs to know of the proxy. */
import { DNSName, RClass, RType } from '@span53/dns/wire';
import {
  askOneself,
  type MainContext,
  type MainPart,
  nowMs,
  random16,
  RateLimitedLog,
  type ServerDefinition,
  TelemetryMain,
} from '@span53/runtime';

import { backendName } from './build-plane.ts';
import { metricsInput } from './check-plane.ts';
import { loadProxyConfig, type ProxyConfig } from './config.ts';
import { HealthChecks, type ProbedBackend } from './health-check.ts';
import { declareProxyMetrics, type ProxySlots } from './metrics.ts';
import { readinessProblems, readinessWarnings } from './readiness.ts';
import { proxyRoutes } from './routes/index.ts';
import { VERSION } from './version.ts';
import { openProxyWorker, type WorkerShare } from './worker.ts';

/** Slots of each configuration's metrics in this thread. */
const slots = new WeakMap<ProxyConfig, ProxySlots>();

function slotsOf(config: ProxyConfig): ProxySlots {
  const found = slots.get(config);
  if (found === undefined) throw new Error('metrics are declared before anything is opened');
  return found;
}

const ROOT_SERVERS = { name: DNSName.root, type: RType.NS, class: RClass.IN };

/** The definition, for a module that starts the server: `module` is that module's `import.meta.url`. */
export function proxyDefinition(module: string): ServerDefinition<ProxyConfig> {
  return {
    name: 'proxy',
    version: VERSION,
    summary: 'DNS load balancer and policy engine with dnsdist YAML',
    module,
    options: {
      local: { type: 'string', short: 'l', multiple: true, help: 'address to listen on, instead of those in the file' },
      acl: { type: 'string', short: 'a', multiple: true, help: 'prefix that may ask, beside those in the file' },
      verbose: { type: 'boolean', short: 'v', help: 'more log lines' },
      supervised: { type: 'boolean', help: 'accepted for service files written for dnsdist' },
      'disable-syslog': { type: 'boolean', help: 'accepted: logs always go to standard output' },
      'log-timestamps': { type: 'boolean', help: 'accepted: every line has its time' },
      'structured-logging': { type: 'string', help: 'accepted: lines are always JSON' },
    },
    configFiles: () => ['dnsdist.yml', '/etc/dnsdist/dnsdist.yml'],
    load: loadProxyConfig,
    settings: ({ yaml, verbose }) => ({
      workers: yaml.workers,
      logLevel: verbose ? 'debug' : 'info',
      shutdownGraceMs: yaml.shutdown_grace_ms,
      web: webOf(yaml.webserver),
    }),
    declareMetrics: (registry, config) => void slots.set(config, declareProxyMetrics(registry, metricsInput(config))),
    openMain,
    openWorker: (context) => openProxyWorker(context, slotsOf(context.config)),
    // Any answer will do: backends have checks of their own.
    healthCheck: ({ listen }) =>
      askOneself({ listen: listen.map(({ address }) => address), question: ROOT_SERVERS, flags: 0 }),
  };
}

function webOf(web: ProxyConfig['yaml']['webserver']) {
  if (web.listen_addresses.length === 0) return undefined;
  return {
    listen: web.listen_addresses,
    apiKey: web.api_key === '' ? undefined : web.api_key,
    password: web.password === '' ? undefined : web.password,
    allowFrom: web.acl,
    bodyOctetsMax: 64 * 1024,
    metricsNeedKey: web.stats_require_authentication,
  };
}

/** Exporters, health checks, admin routes. The first round of probes ends before any worker listens. */
async function openMain(context: MainContext<ProxyConfig>): Promise<MainPart> {
  const { config, log, row, graceMs } = context;
  const { yaml } = config;
  const metrics = slotsOf(config);
  await using scope = new AsyncDisposableStack();
  const telemetry = scope.use(
    await TelemetryMain.open(config.telemetry, {
      row,
      metrics: metrics.telemetry,
      warn: (text, details) => log.warn(details ?? {}, text),
      graceMs,
    }),
  );
  const health = new SharedArrayBuffer(Math.max(1, yaml.backends.length) * Int32Array.BYTES_PER_ELEMENT);
  const cells = new Int32Array(health);
  scope.use(await HealthChecks.open(healthParts(context, cells, metrics)));
  log.info({ event: 'acl', acl: yaml.acl.toString() }, `ACL allowing queries from: ${yaml.acl}`);
  const hashSeed = random16() * 0x1_0000 + random16();
  const owned = scope.move();
  return {
    routes: proxyRoutes(context, metrics, cells),
    forWorker: () => {
      const link = telemetry.link();
      const data: WorkerShare = { health, hashSeed, link };
      return link === undefined ? { data } : { data, transfer: [link.port, link.replacements] };
    },
    problems: () => [...telemetry.problems(), ...readinessProblems(yaml.backends, cells)],
    warnings: () => readinessWarnings(yaml.backends, cells),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function healthParts({ config, log, row }: MainContext<ProxyConfig>, cells: Int32Array, metrics: ProxySlots) {
  const { yaml } = config;
  const limited = new RateLimitedLog(log);
  const probed = yaml.backends.flatMap((backend, index): ProbedBackend[] => {
    const { health_checks: checks } = backend;
    const server = metrics.servers[index]!;
    row[server.order] = backend.order;
    row[server.weight] = backend.weight;
    row[server.status] = checks.mode === 'up' ? 1 : 0;
    if (checks.mode !== 'auto') return [];
    const { qname, qtype, qclass } = checks;
    return [
      {
        index,
        name: backendName(backend),
        address: backend.address,
        question: { qname, qtype, qclass, checkingDisabled: checks.set_cd, mustResolve: checks.must_resolve },
        limits: { maxFailures: checks.max_failures, rise: checks.rise },
        timeoutMs: checks.timeout,
        intervalMs: 1000 * checks.interval,
        overTcp: checks.use_tcp || backend.tcp_only,
      },
    ];
  });
  return {
    backends: probed,
    cells,
    row,
    slots: metrics.servers,
    nowMs,
    randomId: random16,
    changed: ({ name, address }: ProbedBackend, up: boolean) => {
      const state = up ? 'up' : 'down';
      const fields = { event: 'backend', backend: name, address: address.toString(), state };
      log.warn(fields, `Marking downstream ${name} (${address}) as '${state}'`);
    },
    failed: ({ name }: ProbedBackend, failure: string) => {
      if (yaml.logging.verbose_health_checks) {
        limited.warn(`health-check:${name}:${failure}`, `a health check of ${name} failed: ${failure}`, {
          backend: name,
        });
      }
    },
  };
}
