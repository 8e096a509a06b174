/** The servers of a contest: ours and the peers that are installed, started with one thread each on loopback. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { DNSName, Flag, MessageBuilder, RClass, RType } from '@span53/dns/wire';
import { printConfig, startProcess, type ConfigTree } from '@span53/cli/lab';

import type { Contestant } from './contest.ts';

/** Where everything of a run lies. */
export interface Bench {
  readonly folder: string;
  /** Port of the authority that resolvers and proxies ask. */
  readonly authorityPort: number;
  /** The zone that is asked for, as a zone file and as a SQLite database. */
  readonly zone: { readonly name: string; readonly file: string; readonly database: string };
}

/** A server that could take part: what it needs, and how to start it. Undefined when it is not installed. */
export type Peer = (bench: Bench, port: number) => Promise<Contestant | undefined>;

const ADDRESS = '127.0.0.1';
const START_MS = 20_000;
const powerdns = process.env['SPAN53_POWERDNS'] ?? path.join(tmpdir(), 'powerdns-current', 'bin');

/** One of ours, from its sources; the data plane in one worker thread. */
function ours(name: 'auth' | 'recursor' | 'proxy', config: (bench: Bench, port: number) => ConfigTree): Peer {
  return async (bench, port) => {
    const file = path.join(bench.folder, `span53-${name}-${port}.yml`);
    writeFileSync(file, printConfig(config(bench, port)));
    const server = await startProcess({ name, args: [name, '--config', file], readyTimeoutMs: START_MS });
    const contestant = { name: `Span53 ${name}`, version: String(server.ready['version']), pid: server.pid };
    return { ...contestant, server: ADDRESS, port, stop: async () => void (await server.stop()) };
  };
}

/** A peer's program with a configuration file; undefined when it is not there. */
function program(spec: {
  readonly name: string;
  readonly binary: string;
  readonly version: readonly [args: readonly string[], pattern: RegExp];
  readonly config: (bench: Bench, port: number) => string;
  readonly args: (file: string, bench: Bench, port: number) => readonly string[];
}): Peer {
  return async (bench, port) => {
    if (!existsSync(spec.binary)) return undefined;
    const file = path.join(bench.folder, `${path.basename(spec.binary)}-${port}.conf`);
    writeFileSync(file, spec.config(bench, port));
    const child = spawn(spec.binary, spec.args(file, bench, port), { stdio: 'ignore' });
    try {
      await answers(port, child, spec.name, bench.zone.name);
    } catch (error) {
      await ended(child);
      throw error;
    }
    const [versionArgs, pattern] = spec.version;
    const told = spawnSync(spec.binary, versionArgs, { encoding: 'utf8' });
    const version = pattern.exec(`${told.stdout}${told.stderr}`)?.[1] ?? '';
    return { name: spec.name, version, pid: child.pid!, server: ADDRESS, port, stop: () => ended(child) };
  };
}

/** Waits until something answers a query at the port; rejects when the program ended or nothing did. */
async function answers(port: number, child: ChildProcess, name: string, zone: string): Promise<void> {
  const socket = createSocket('udp4');
  const builder = new MessageBuilder().start({ id: 1, flags: Flag.RD, limit: 512 });
  builder.question(DNSName.of(zone), RType.SOA, RClass.IN);
  const query = builder.finish();
  const heard = Promise.withResolvers<boolean>();
  socket.on('message', () => heard.resolve(true)).on('error', () => {});
  const deadlineMs = performance.now() + START_MS;
  let up = false;
  while (!up && child.exitCode === null && performance.now() < deadlineMs) {
    socket.send(query, port, ADDRESS);
    up = await Promise.race([heard.promise, delay(100, false)]);
  }
  socket.close();
  if (!up) throw new Error(`${name} did not answer at port ${port} (exit code ${child.exitCode})`);
}

function ended(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (child.exitCode !== null) return Promise.resolve();
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  child.once('exit', () => {
    clearTimeout(timer);
    resolve();
  });
  child.kill('SIGTERM');
  return promise;
}

const own = { workers: 1, tracing: { enabled: false } } as const;

export const spanAuth = ours('auth', ({ zone }, port) => ({
  'local-address': ADDRESS,
  'local-port': port,
  launch: 'gsqlite3',
  'gsqlite3-database': zone.database,
  ...own,
}));

export const spanRecursor = ours('recursor', ({ zone, authorityPort }, port) => ({
  incoming: { listen: [`${ADDRESS}:${port}`] },
  recursor: { forward_zones: [{ zone: zone.name, forwarders: [`${ADDRESS}:${authorityPort}`] }] },
  dnssec: { validation: 'off' },
  ...own,
}));

const proxyYaml = ({ authorityPort }: Bench, port: number): ConfigTree => ({
  binds: [{ listen_address: `${ADDRESS}:${port}`, protocol: 'Do53' }],
  backends: [{ address: `${ADDRESS}:${authorityPort}`, protocol: 'Do53', health_checks: { mode: 'up' } }],
  packet_caches: [{ name: 'cache', size: 100_000 }],
  pools: [{ name: '', packet_cache: 'cache' }],
});

export const spanProxy = ours('proxy', (bench, port) => ({ ...proxyYaml(bench, port), ...own }));

export const dnsdist = program({
  name: 'dnsdist',
  binary: path.join(powerdns, 'dnsdist'),
  version: [['--version'], /dnsdist ([\d.]+)/],
  config: (bench, port) => printConfig(proxyYaml(bench, port)),
  args: (file) => {
    const yaml = `${file}.yml`; // dnsdist tells the format by the name
    writeFileSync(yaml, readFileSync(file));
    return ['--supervised', '--disable-syslog', '-C', yaml];
  },
});

/** Not a DNS server: what Node's sockets cost by themselves. */
export const echo = program({
  name: 'Node dgram echo',
  binary: process.execPath,
  version: [['--version'], /v([\d.]+)/],
  config: () => '',
  args: (_file, _bench, port) => [
    '--conditions=@span53/source',
    fileURLToPath(new URL('echo.ts', import.meta.url)),
    ADDRESS,
    String(port),
  ],
});

export const knot = program({
  name: 'Knot DNS',
  binary: '/usr/sbin/knotd',
  version: [['--version'], /([\d.]+)/],
  config: ({ folder, zone }, port) => `server:
  listen: ${ADDRESS}@${port}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
  rundir: ${folder}
database:
  storage: ${folder}/knot-${port}
log:
  - target: stderr
    any: error
zone:
  - domain: ${zone.name}
    file: ${zone.file}
    zonefile-load: whole
    journal-content: none
`,
  args: (file) => ['-c', file],
});

export const powerdnsAuth = program({
  name: 'PowerDNS Authoritative (gsqlite3)',
  binary: path.join(powerdns, 'pdns_server'),
  version: [['--version'], /Server ([\d.]+)/],
  config: ({ folder, zone }, port) => `launch=gsqlite3
module-dir=${readFileSync(path.join(path.dirname(powerdns), 'module-dir'), 'utf8').trim()}
gsqlite3-database=${zone.database}
local-address=${ADDRESS}
local-port=${port}
receiver-threads=1
distributor-threads=1
socket-dir=${folder}
daemon=no
guardian=no
`,
  args: (file) => {
    const folder = path.dirname(file);
    writeFileSync(path.join(folder, 'pdns.conf'), readFileSync(file));
    return [`--config-dir=${folder}`];
  },
});

export const powerdnsRecursor = program({
  name: 'PowerDNS Recursor',
  binary: path.join(powerdns, 'pdns_recursor'),
  version: [['--version'], /Recursor ([\d.]+)/],
  config: ({ folder, zone, authorityPort }, port) =>
    printConfig({
      incoming: { listen: [`${ADDRESS}:${port}`] },
      recursor: {
        threads: 1,
        socket_dir: folder,
        forward_zones: [{ zone: zone.name, forwarders: [`${ADDRESS}:${authorityPort}`] }],
      },
      dnssec: { validation: 'off' },
    }),
  args: (file) => {
    const folder = path.dirname(file);
    writeFileSync(path.join(folder, 'recursor.yml'), readFileSync(file));
    return [`--config-dir=${folder}`];
  },
});

export const unbound = program({
  name: 'Unbound',
  binary: '/usr/sbin/unbound',
  version: [['-V'], /Version ([\d.]+)/],
  config: ({ folder, zone, authorityPort }, port) => `server:
  interface: ${ADDRESS}@${port}
  num-threads: 1
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  do-not-query-localhost: no
  module-config: "iterator"
  local-zone: "test." nodefault
stub-zone:
  name: "${zone.name}"
  stub-addr: ${ADDRESS}@${authorityPort}
`,
  args: (file) => ['-d', '-c', file],
});
