/** From a file to what the server works with. */
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ConfigError, type ConfigIssue, loadYaml, readConfigFile } from '@span53/config';
import { SocketAddress } from '@span53/dns/inet';
import { type ConfigSource, type LoadedConfig, planTelemetry, type TelemetryPlan } from '@span53/runtime';
import type { Identity } from '../answer/chaos.ts';
import { parsePdnsConf, placeIssue, yamlOfSettings, type ConfSetting } from './pdns-conf.ts';
import { authSchema, type AuthKeys } from './schema.ts';

/** A checked configuration. */
export interface AuthConfig {
  readonly keys: AuthKeys;
  readonly listen: readonly SocketAddress[];
  readonly webListen: readonly SocketAddress[];
  readonly workers: number | 'auto';
  readonly identity: Identity;
  readonly telemetry: TelemetryPlan;
}

/** What the configuration is put together with. */
export interface AuthRelease {
  readonly version: string;
}

/** Parses `auth.yml` or, by its name, `*.conf`. Throws ConfigError with every problem. */
export function loadAuthConfig(source: ConfigSource, { version }: AuthRelease): LoadedConfig<AuthConfig> {
  const isConf = source.file.endsWith('.conf');
  const settings = isConf ? parsePdnsConf(source.text, source.file, folderReader(source.file)) : [];
  const text = isConf ? yamlOfSettings(settings) : source.text;
  const loaded = placed(settings, () =>
    loadYaml({ text, file: source.file, schema: authSchema, overrides: source.overrides }),
  );
  const { value: keys, warnings, raw, issueAt } = loaded;
  const issues: ConfigIssue[] = [];
  const report = (key: string, message: string): void => void issues.push(issueAt([key], message));
  const listen = listenAddresses(keys, report);
  const webListen = webAddresses(keys, report);
  checkBackends(keys, report);
  if (issues.length > 0) throw new ConfigError(issues.map((issue) => placeIssue(issue, settings)));
  const telemetry = planTelemetry({
    config: keys.tracing,
    app: 'auth',
    version,
    environment: process.env,
    process: { host: os.hostname(), pid: process.pid },
  });
  const workers = keys.workers ?? keys['receiver-threads'] ?? 'auto';
  const config: AuthConfig = { keys, listen, webListen, workers, identity: identityOf(keys, version), telemetry };
  return {
    config,
    warnings: warnings.map((issue) => placeIssue(issue, settings)),
    printable: withoutSecrets(raw),
  };
}

function placed<T>(settings: readonly ConfSetting[], load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.issues.map((issue) => placeIssue(issue, settings)));
  }
}

/** `include-dir` is relative to the folder of the file. */
function folderReader(file: string) {
  return {
    list: (folder: string): string[] => {
      const absolute = path.resolve(path.dirname(file), folder);
      try {
        const names = readdirSync(absolute).filter((name) => name.endsWith('.conf') && !name.startsWith('.'));
        return names.toSorted().map((name) => path.join(absolute, name));
      } catch (error) {
        const message = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
        throw new ConfigError([{ file, line: 0, column: 0, key: 'include-dir', message }]);
      }
    },
    read: readConfigFile,
  };
}

type Report = (key: string, message: string) => void;

function listenAddresses(keys: AuthKeys, report: Report): SocketAddress[] {
  const addresses: SocketAddress[] = [];
  for (const text of keys['local-address']) {
    const address = SocketAddress.parse(text, keys['local-port']);
    if (address === undefined) report('local-address', `expected IP or IP:port, got "${text}"`);
    else addresses.push(address);
  }
  if (keys['local-address'].length === 0) report('local-address', 'expected an address');
  return addresses;
}

function webAddresses(keys: AuthKeys, report: Report): SocketAddress[] {
  if (!keys.api && !keys.webserver) return [];
  const text = keys['webserver-address'];
  const address = SocketAddress.parse(text, keys['webserver-port']);
  if (address === undefined) report('webserver-address', `expected an IP address, got "${text}"`);
  return address === undefined ? [] : [address];
}

function checkBackends(keys: AuthKeys, report: Report): void {
  const others = keys.launch.filter((name) => name !== 'gsqlite3');
  if (others.length > 0) report('launch', `backend ${others.join(', ')} is known to PowerDNS, not supported by Span53`);
  const modes = ['DELETE', 'TRUNCATE', 'PERSIST', 'MEMORY', 'WAL', 'OFF'];
  const mode = keys['gsqlite3-pragma-journal-mode'];
  if (!modes.includes(mode.toUpperCase()))
    report('gsqlite3-pragma-journal-mode', `expected one of ${modes.join(', ')}`);
  const synchronous = keys['gsqlite3-pragma-synchronous'];
  if (!/^(?:|[0-3]|off|normal|full|extra)$/i.test(synchronous)) {
    report('gsqlite3-pragma-synchronous', 'expected OFF, NORMAL, FULL, EXTRA or 0 to 3');
  }
}

function identityOf(keys: AuthKeys, version: string): Identity {
  const id = keys['server-id'];
  return {
    version: versionString(keys['version-string'], version),
    serverId: id === 'disabled' ? undefined : id === '' ? os.hostname() : id,
  };
}

function versionString(setting: string, version: string): string | undefined {
  switch (setting) {
    case 'anonymous':
      return undefined;
    case 'full':
      return `Span53 Authoritative Server ${version}`;
    case 'powerdns':
      return 'Served by Span53';
    default:
      return setting;
  }
}

/** What `--print-config` shows. */
function withoutSecrets(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  const hidden = /(?:password|api-key|secret)$/;
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, hidden.test(key) ? '***' : value]));
}
