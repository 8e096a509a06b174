/** From the text of a recursor.yml to what the server runs on. */
import path from 'node:path';
import { ConfigError, type ConfigIssue, type KeyPath, loadYaml, readConfigFile, visitKeys } from '@span53/config';
import { type IPAddress, Netmask, NetmaskSet, SocketAddress } from '@span53/dns/inet';
import { DNSName, NameTree } from '@span53/dns/wire';
import type { ConfigSource, LoadedConfig } from '@span53/runtime';
import { builtInHints, parseHints } from '../hints.ts';
import type { Delegation } from '../resolver/delegation.ts';
import { type TraceCondition, traceCondition } from '../trace-conditions.ts';
import { type RecursorYaml, recursorSchema } from './schema.ts';

/** A checked configuration. Each thread makes its own from the same text. */
export interface RecursorConfig {
  readonly yaml: RecursorYaml;
  readonly listen: readonly SocketAddress[];
  /** Undefined with `hint_file: no`. */
  readonly hints: Delegation | undefined;
  readonly forwards: NameTree<Delegation>;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** Servers by address, and zones, that may be told our trace IDs. */
  readonly traceServers: NetmaskSet;
  readonly traceZones: NameTree<true>;
  readonly traceConditions: readonly TraceCondition[];
}

/** Parses and checks; throws ConfigError with every problem. */
export function loadRecursorConfig({ text, file, overrides }: ConfigSource): LoadedConfig<RecursorConfig> {
  const { value: yaml, raw, warnings, issueAt } = loadYaml({ text, file, schema: recursorSchema, overrides });
  const problems: ConfigIssue[] = [];
  const complain = (at: KeyPath, message: string): void => void problems.push(issueAt(at, message));
  const ipv4 = yaml.outgoing.source_address.some(({ family }) => family === 4);
  const ipv6 = yaml.outgoing.source_address.some(({ family }) => family === 6);
  if (!ipv4 && !ipv6) complain(['outgoing', 'source_address'], 'no outgoing addresses configured');
  const { udp_source_port_min: low, udp_source_port_max: high } = yaml.outgoing;
  if (low > high) complain(['outgoing', 'udp_source_port_min'], 'is above udp_source_port_max');
  const config: RecursorConfig = {
    yaml,
    listen: yaml.incoming.listen.map((address) => withPort(address, yaml.incoming.port)),
    hints: readHints(yaml, { file, ipv4, ipv6 }, complain),
    forwards: forwardsOf(yaml, complain),
    ipv4,
    ipv6,
    ...traceTargets(yaml, complain),
    traceConditions: yaml.logging.opentelemetry_trace_conditions.flatMap((each) =>
      each.acls.map((acl) => traceCondition({ ...each, acl })),
    ),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return { config, warnings: [...warnings, ...remarks(yaml, issueAt)], printable: withoutSecrets(raw) };
}

/** What an operator should know, though it is allowed. */
function remarks(yaml: RecursorYaml, issueAt: (at: KeyPath, message: string) => ConfigIssue): ConfigIssue[] {
  const found: ConfigIssue[] = [];
  const warn = (at: KeyPath, message: string): void => void found.push(issueAt(at, message));
  if (yaml.incoming.allow_from.size === 0) {
    warn(['incoming', 'allow_from'], 'queries from all IP addresses are allowed: this can be a security risk');
  }
  if (yaml.dnssec.validation === 'process') {
    warn(['dnssec', 'validation'], 'nothing is validated yet: signatures are passed on as with process-no-validate');
  }
  if (yaml.logging.protobuf_servers.length > 1) {
    warn(['logging', 'protobuf_servers', 1], 'only the first entry is used');
  }
  return found;
}

function withPort(address: SocketAddress | IPAddress, port: number): SocketAddress {
  return address instanceof SocketAddress ? address : new SocketAddress(address, port);
}

type Complain = (at: KeyPath, message: string) => void;

function readHints(
  yaml: RecursorYaml,
  use: { readonly file: string; readonly ipv4: boolean; readonly ipv6: boolean },
  complain: Complain,
): Delegation | undefined {
  const { hint_file: name } = yaml.recursor;
  const families = { port: yaml.outgoing.port, ipv4: use.ipv4, ipv6: use.ipv6 };
  if (name === 'no' || name === 'no-refresh') return undefined;
  if (name === '') return builtInHints(families);
  const at: KeyPath = ['recursor', 'hint_file'];
  try {
    const hintFile = path.resolve(path.dirname(use.file), name);
    const hints = parseHints(readConfigFile(hintFile), hintFile, families);
    if (typeof hints !== 'string') return hints;
    complain(at, hints);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(at, error.issues[0]!.message);
  }
  return undefined;
}

function forwardsOf(yaml: RecursorYaml, complain: Complain): NameTree<Delegation> {
  const tree = new NameTree<Delegation>();
  for (const key of ['forward_zones', 'forward_zones_recurse'] as const) {
    yaml.recursor[key].forEach(({ zone, forwarders, recurse }, index) => {
      if (tree.get(zone) !== undefined) complain(['recursor', key, index, 'zone'], 'this zone is forwarded twice');
      const mode = recurse || key === 'forward_zones_recurse' ? 'recurse' : 'forward';
      tree.set(zone, { zone, mode, servers: [{ name: DNSName.root, addresses: [...forwarders] }] });
    });
  }
  return tree;
}

function traceTargets(yaml: RecursorYaml, complain: Complain): Pick<RecursorConfig, 'traceServers' | 'traceZones'> {
  const traceServers = new NetmaskSet();
  const traceZones = new NameTree<true>();
  for (const mask of yaml.tracing.downstream) traceServers.add(mask);
  yaml.outgoing.traceparent_to.forEach((text, index) => {
    const mask = Netmask.parse(text);
    const zone = DNSName.parse(text);
    if (mask !== undefined) traceServers.add(mask);
    else if (zone !== undefined) traceZones.set(zone, true);
    else complain(['outgoing', 'traceparent_to', index], 'expected an IP prefix or a zone');
  });
  return { traceServers, traceZones };
}

/** The tree as written, passwords and keys replaced. */
function withoutSecrets(raw: unknown): unknown {
  const copy = structuredClone(raw);
  visitKeys(recursorSchema, copy, [], (at, mark) => {
    if (mark !== 'secret') return;
    let parent = copy as Record<string | number, unknown>;
    for (const key of at.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
    parent[at.at(-1)!] = '***';
  });
  return copy;
}
