/** From a dnsdist YAML file and the command line to what the proxy works with. */
import { existsSync } from 'node:fs';
import os from 'node:os';

import { ConfigError, type ConfigIssue, loadYaml, visitKeys } from '@span53/config';
import { Netmask, type NetmaskSet, SocketAddress } from '@span53/dns/inet';
import type { Destination } from '@span53/export';
import {
  type ConfigSource,
  type LoadedConfig,
  otlpDefaults,
  pdnsDefaults,
  planTelemetry,
  type TelemetryPlan,
} from '@span53/runtime';

import { checkPlane } from './check-plane.ts';
import type { BindYaml } from './config/binds.ts';
import { proxySchema, type ProxyYaml } from './config/schema.ts';
import { usesTraces } from './rules/listing.ts';
import { VERSION } from './version.ts';

/** A checked configuration. */
export interface ProxyConfig {
  readonly yaml: ProxyYaml;
  /** Where clients reach us, with each listener's limits. */
  readonly listen: readonly { readonly address: SocketAddress; readonly tcp: BindYaml['tcp'] }[];
  readonly verbose: boolean;
  readonly telemetry: TelemetryPlan;
  /** Record every query: dnsdist's switch is on and a rule may want the trace. */
  readonly recordAll: boolean;
  readonly serverId: string;
}

/** Most octets of queued messages for one entry of `max_queued_entries`: a trace has 2 to 6 kB. */
const QUEUED_ENTRY_OCTETS = 4096;
/** dnsdist's number would be 100 messages; see the traps in the reference. */
const QUEUED_ENTRIES_MIN = 10_000;

const defaultListen = SocketAddress.parse('127.0.0.1:53')!;

/** Parses and checks; throws ConfigError with every problem. */
export function loadProxyConfig(source: ConfigSource): LoadedConfig<ProxyConfig> {
  const { text, file, overrides, options } = source;
  const { value: yaml, warnings, raw, issueAt } = loadYaml({ text, file, schema: proxySchema, overrides });
  const issues: ConfigIssue[] = [];
  const lua = luaBeside(file);
  if (lua !== undefined) issues.push({ ...issueAt([], `${lua} stands beside it, and Lua is not supported`), key: '' });
  const listen = listenOf(yaml, options['local'], issues);
  addAcl(yaml.acl, options['acl'], issues);
  if (issues.length > 0) throw new ConfigError(issues);
  const telemetry = telemetryOf(yaml);
  const config: ProxyConfig = {
    yaml,
    listen,
    verbose: yaml.logging.verbose || options['verbose'] === true,
    telemetry,
    recordAll: yaml.logging.open_telemetry_tracing.enabled && usesTraces(yaml),
    serverId: yaml.general.server_id === '' ? os.hostname() : yaml.general.server_id,
  };
  const problems = checkPlane(config);
  if (problems.length > 0) throw new ConfigError(problems.map(({ path, message }) => issueAt(path, message)));
  return { config, warnings: [...warnings, ...noBackends(yaml, file)], printable: withoutSecrets(raw) };
}

/** dnsdist would run a Lua file of the same name first. */
function luaBeside(file: string): string | undefined {
  const lua = file.replace(/\.ya?ml$/, '.lua');
  return lua !== file && existsSync(lua) ? lua : undefined;
}

/** `-l` replaces what the file says about Do53; without any the proxy listens where dnsdist does. */
function listenOf(yaml: ProxyYaml, local: ConfigSource['options'][string], issues: ConfigIssue[]) {
  const given = (local as string[] | undefined) ?? [];
  const tcp = yaml.binds[0]?.tcp ?? { max_in_flight_queries: 0, max_concurrent_connections: 0 };
  if (given.length > 0) {
    return given.flatMap((text) => {
      const address = SocketAddress.parse(text, 53);
      if (address === undefined)
        issues.push(optionIssue('--local', `expected IP or IP:port, got ${JSON.stringify(text)}`));
      return address === undefined ? [] : [{ address, tcp }];
    });
  }
  if (yaml.binds.length === 0) return [{ address: defaultListen, tcp }];
  return yaml.binds.map((bind) => ({ address: bind.listen_address, tcp: bind.tcp }));
}

/** `--acl` adds to the list of the file. */
function addAcl(acl: NetmaskSet, option: ConfigSource['options'][string], issues: ConfigIssue[]): void {
  for (const text of (option as string[] | undefined) ?? []) {
    const mask = Netmask.parse(text.replace(/^!/, ''));
    if (mask === undefined) issues.push(optionIssue('--acl', `expected an IP prefix, got ${JSON.stringify(text)}`));
    else acl.add(mask, !text.startsWith('!'));
  }
}

function optionIssue(option: string, message: string): ConfigIssue {
  return { file: option, line: 0, column: 0, key: '', message };
}

function noBackends(yaml: ProxyYaml, file: string): ConfigIssue[] {
  if (yaml.backends.length > 0) return [];
  const message = 'No downstream servers defined: all packets will get dropped';
  return [{ file, line: 0, column: 0, key: 'backends', message }];
}

/** Ours as configured; with dnsdist's switch alone nothing is traced but what a SetTrace rule chooses. */
function telemetryOf(yaml: ProxyYaml): TelemetryPlan {
  const { tracing, logging } = yaml;
  const onlyRules = logging.open_telemetry_tracing.enabled && !tracing.enabled;
  return planTelemetry({
    config: onlyRules
      ? { ...tracing, enabled: true, exporter: [], accept: [], sampler: { type: 'always_off', ratio: undefined } }
      : tracing,
    app: 'proxy',
    version: VERSION,
    environment: process.env,
    process: { host: os.hostname(), pid: process.pid },
    extra: destinationsOf(yaml),
  });
}

/** `remote_logging` as destinations of the exporter thread, in the order of `remoteLoggers`. */
function destinationsOf({ remote_logging: remote }: ProxyYaml): Destination[] {
  const streams = remote.protobuf_loggers.map((logger): Destination => ({
    ...pdnsDefaults,
    name: logger.name,
    servers: [logger.address.toString()],
    connectTimeoutMs: 1000 * logger.timeout,
    reconnectWaitMs: 1000 * logger.reconnect_wait_time,
    queueBytesMax: QUEUED_ENTRY_OCTETS * Math.max(QUEUED_ENTRIES_MIN, logger.max_queued_entries),
  }));
  const posts = remote.otlp_loggers.map((logger): Destination => ({
    ...otlpDefaults,
    name: logger.name,
    url: logger.address,
    intervalMs: 1000 * logger.interval,
    batchTracesMax: Math.max(1, logger.batch_size),
    queueBytesMax: QUEUED_ENTRY_OCTETS * Math.max(1, logger.queue_size),
    userAgent: `Span53/${VERSION}`,
  }));
  return [...streams, ...posts];
}

/** The tree as written, with `***` for secrets. */
function withoutSecrets(raw: unknown): unknown {
  const copy: unknown = structuredClone(raw);
  visitKeys(proxySchema, copy, [], (path, mark) => {
    if (mark !== 'secret') return;
    let at = copy as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
    at[path.at(-1)!] = '***';
  });
  return copy;
}
