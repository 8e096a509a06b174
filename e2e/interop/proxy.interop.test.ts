/** Current dnsdist and our proxy with the same YAML in front of the same backend: same answers, same counters. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { accessSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { DNSName, Flag, flagNames, MessageBuilder, MessageView, parseRType, RClass, rcodeName } from '@span53/dns/wire';
import { Opcode, rtypeName } from '@span53/dns/wire';
import { respond, type SimResponse } from '@span53/testkit';
import { frame, FrameSplitter } from '@span53/transport';

const KEY = 'interop';
const proxyMain = fileURLToPath(import.meta.resolve('@span53/proxy/main'));
const folder = mkdtempSync(path.join(tmpdir(), 'span53-interop-'));

/** dnsdist 2.x: where `SPAN53_POWERDNS` says, else unpacked in the temporary folder. */
const dnsdist = path.join(process.env['SPAN53_POWERDNS'] ?? path.join(tmpdir(), 'powerdns-current', 'bin'), 'dnsdist');
const skip = exists(dnsdist) ? false : `no dnsdist at ${dnsdist}`;

function exists(file: string): boolean {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
}

/** The same file for both; `-l` gives each its own address. */
function yamlOf(backendPort: number, webPort: number): string {
  const rule = (name: string, selector: string, action: string): string =>
    `  - {name: ${name}, selector: {${selector}}, action: {${action}}}`;
  const suffix = (name: string): string => `type: QNameSuffix, suffixes: ["${name}"]`;
  return [
    'acl: ["127.0.0.0/8"]',
    'binds: [{listen_address: "127.0.0.1:0", protocol: "Do53"}]',
    `backends: [{address: "127.0.0.1:${backendPort}", protocol: "Do53", name: "one", health_checks: {mode: "up"}}]`,
    `webserver: {listen_addresses: ["127.0.0.1:${webPort}"], api_key: "${KEY}", acl: ["127.0.0.1"]}`,
    'packet_caches: [{name: "cache", size: 1000}]',
    'pools: [{name: "", packet_cache: "cache"}]',
    'query_rules:',
    rule('spoof', suffix('spoof.test'), 'type: Spoof, ips: ["192.0.2.1", "2001:db8::1"], vars: {ttl: 30}'),
    rule('cname', suffix('cname.test'), 'type: SpoofCNAME, cname: "host.test", vars: {ttl: 30, set_aa: true}'),
    rule('refused', suffix('refused.test'), 'type: RCode, rcode: "refused"'),
    rule('nxdomain', suffix('nx.test'), 'type: RCode, rcode: "nxdomain", vars: {set_ra: true}'),
    rule('drop', suffix('drop.test'), 'type: Drop'),
    rule('truncate', suffix('tc.test'), 'type: TC'),
    rule(
      'soa',
      suffix('soa.test'),
      'type: NegativeAndSOA, nxd: true, zone: "test", ttl: 60, mname: "ns.test", rname: "admin.test", ' +
        'soa_parameters: {serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5}, soa_in_authority: true',
    ),
    rule('labels', 'type: QNameLabelsCount, min_labels_count: 1, max_labels_count: 5', 'type: RCode, rcode: "notimp"'),
    rule('type', 'type: And, selectors: [{type: QType, qtype: "TXT"}, {type: RD}]', 'type: RCode, rcode: "formerr"'),
    rule('norecurse', suffix('norecurse.test'), 'type: SetNoRecurse'),
    rule('uncached', suffix('uncached.test'), 'type: SetSkipCache'),
    'response_rules:',
    rule('ttl', suffix('ttl.test'), 'type: LimitTTL, min: 100, max: 200'),
    rule('gone', suffix('gone.test'), 'type: Drop'),
    '',
  ].join('\n');
}

/** The backend's answer to a query, by its name. */
function answerTo(query: MessageView): SimResponse {
  const name = query.qname.toString();
  if (name.endsWith('servfail.test.')) return { rcode: 2 };
  if (name.endsWith('missing.test.')) {
    return { rcode: 3, authority: ['test. 300 SOA ns.test. admin.test. 1 2 3 4 300'] };
  }
  if (name.endsWith('long.test.')) {
    return { answer: Array.from({ length: 40 }, (_, i) => `${name} 60 A 192.0.2.${i}`) };
  }
  return { answer: [`${name} 3600 A 192.0.2.7`] };
}

class Backend {
  queries = 0;
  recursive = 0;
  readonly udp: UdpSocket = createSocket('udp4');
  readonly tcp: Server = createServer((socket) => {
    const splitter = new FrameSplitter();
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) =>
      splitter.push(chunk, (octets) => void socket.write(frame(this.answer(octets)))),
    );
  });

  async open(): Promise<number> {
    this.tcp.listen(0, '127.0.0.1');
    await once(this.tcp, 'listening');
    const { port } = this.tcp.address() as { port: number };
    this.udp.on('message', (octets, peer) => this.udp.send(this.answer(octets), peer.port, peer.address));
    this.udp.bind(port, '127.0.0.1');
    await once(this.udp, 'listening');
    return port;
  }

  answer(octets: Buffer): Buffer {
    const query = MessageView.open(octets)!;
    this.queries += 1;
    if (query.recursionDesired) this.recursive += 1;
    return respond(octets, { authoritative: false, ...answerTo(query) });
  }

  close(): void {
    this.udp.close();
    this.tcp.close();
  }
}

/** One of the two proxies, running, with a backend of its own. */
interface Contestant {
  readonly name: string;
  readonly child: ChildProcess;
  readonly port: number;
  readonly webPort: number;
  readonly backend: Backend;
}

const contestants: Contestant[] = [];

async function start(name: string, command: readonly string[]): Promise<void> {
  const backend = new Backend();
  const backendPort = await backend.open();
  const [port, webPort] = [await freePort(), await freePort()];
  const file = path.join(folder, `${name}.yml`);
  writeFileSync(file, yamlOf(backendPort, webPort));
  const [program, ...first] = command;
  const args = [...first, '-C', file, '--supervised', '-l', `127.0.0.1:${port}`];
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  contestants.push({ name, child, port, webPort, backend });
  for (let tries = 0; ; tries += 1) {
    assert.ok(tries < 600 && child.exitCode === null, `${name} did not start:\n${output}`);
    if ((await ask(port, queryOf({ ask: 'ready.refused.test A' }), 'udp', 100)) !== undefined) break;
    await delay(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

before(async () => {
  if (skip !== false) return;
  await start('dnsdist', [dnsdist, '--disable-syslog']);
  // One worker: each has a cache of its own.
  await start('span53', [process.execPath, '--conditions=@span53/source', proxyMain, '--workers', '1']);
});
after(() => {
  for (const { child, backend } of contestants) {
    child.kill('SIGTERM');
    backend.close();
  }
  rmSync(folder, { recursive: true });
});

interface Case {
  readonly ask: string;
  readonly what?: string;
  readonly flags?: number;
  readonly udpSize?: number;
  readonly dnssecOk?: boolean;
  readonly transport?: 'udp' | 'tcp';
  readonly opcode?: number;
}

function queryOf({ ask: text, flags = Flag.RD, udpSize, dnssecOk = false, opcode = 0 }: Case): Buffer {
  const [name = '', type = ''] = text.split(' ');
  const builder = new MessageBuilder().start({ id: 4711, flags: flags | (opcode << 11), limit: 65_535 });
  builder.question(DNSName.of(name), parseRType(type)!, RClass.IN);
  if (udpSize !== undefined) builder.opt({ udpSize, dnssecOk });
  return builder.finish();
}

async function ask(port: number, octets: Buffer, transport: 'udp' | 'tcp', waitMs: number) {
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  const timer = setTimeout(() => resolve(undefined), waitMs);
  if (transport === 'udp') {
    const socket = createSocket('udp4');
    socket.on('message', resolve);
    socket.on('error', () => resolve(undefined));
    socket.send(octets, port, '127.0.0.1');
    const answer = await promise;
    socket.close();
    clearTimeout(timer);
    return answer;
  }
  const socket = connect(port, '127.0.0.1');
  const splitter = new FrameSplitter();
  socket.on('data', (chunk: Buffer) => splitter.push(chunk, resolve));
  socket.on('error', () => resolve(undefined));
  socket.on('close', () => resolve(undefined));
  socket.write(frame(octets));
  const answer = await promise;
  socket.destroy();
  clearTimeout(timer);
  return answer;
}

/** What a client can see in an answer, without the order of addresses and the size that a server says of itself. */
function told(octets: Buffer | undefined): string {
  if (octets === undefined) return 'silence';
  const view = MessageView.open(octets)!;
  assert.equal(view.problem, undefined);
  const records: string[] = [];
  const cursor = view.records();
  while (cursor.next()) {
    const type = rtypeName(cursor.type);
    if (type === 'OPT') records.push(`OPT DO=${view.opt!.dnssecOk}`);
    else {
      const rdata = Buffer.from(cursor.rdata() ?? []).toString('hex');
      records.push(`${cursor.section} ${cursor.name()} ${cursor.ttl} ${type} ${rdata}`);
    }
  }
  const flags = flagNames(view.flags).join('+');
  return [view.id, rcodeName(view.rcode), flags, view.qname, rtypeName(view.qtype), ...records.toSorted()].join(' | ');
}

// Not here: more than 512 octets for a client without EDNS. dnsdist sends them, we send TC=1 (RFC 1035 §4.2.1).
const cases: Case[] = [
  { ask: 'a.spoof.test A' },
  { ask: 'a.spoof.test AAAA', udpSize: 1232 },
  { ask: 'a.spoof.test MX', what: 'a type that Spoof does not answer' },
  { ask: 'a.spoof.test ANY' },
  { ask: 'a.cname.test A', udpSize: 4096, dnssecOk: true },
  { ask: 'a.refused.test A', flags: 0 },
  { ask: 'a.refused.test A', flags: Flag.RD | Flag.CD, transport: 'tcp' },
  { ask: 'a.nx.test A' },
  { ask: 'a.drop.test A' },
  { ask: 'a.drop.test A', transport: 'tcp' },
  { ask: 'a.tc.test A' },
  { ask: 'a.tc.test A', transport: 'tcp', what: 'TC over TCP goes to the backend' },
  { ask: 'a.soa.test A', udpSize: 1232 },
  { ask: 'a.b.c.d.e.test A', what: 'too many labels' },
  { ask: 'a.test TXT' },
  { ask: 'a.test TXT', flags: 0, what: 'And: its second selector does not match' },
  { ask: 'a.norecurse.test A', what: 'RD is the client’s own again' },
  { ask: 'plain.test A', what: 'miss' },
  { ask: 'PLAIN.test A', what: 'hit, in another letter case' },
  { ask: 'plain.test A', transport: 'tcp', what: 'TCP has entries of its own' },
  { ask: 'plain.test A', udpSize: 1232, what: 'with EDNS it is another entry' },
  { ask: 'a.uncached.test A' },
  { ask: 'a.uncached.test A', what: 'SetSkipCache again' },
  { ask: 'a.ttl.test A' },
  { ask: 'a.gone.test A', what: 'a response rule drops it' },
  { ask: 'a.servfail.test A' },
  { ask: 'a.servfail.test A', what: 'SERVFAIL is cached for a minute' },
  { ask: 'a.missing.test A' },
  { ask: 'a.missing.test A', what: 'NXDOMAIN from the cache' },
  { ask: 'a.long.test A', udpSize: 4096 },
  { ask: 'a.test SOA', opcode: Opcode.NOTIFY, what: 'another opcode passes' },
];

for (const each of cases) {
  const { ask: text, what, transport = 'udp', udpSize } = each;
  const how = `${transport}${udpSize === undefined ? '' : `, EDNS ${udpSize}`}`;
  test(`${text} over ${how}${what === undefined ? '' : ` (${what})`}: same answer`, { skip }, async () => {
    const octets = queryOf(each);
    const waitMs = /drop|gone/.test(text) ? 700 : 5000;
    const [theirs, ours] = await Promise.all(contestants.map(({ port }) => ask(port, octets, transport, waitMs)));
    assert.equal(told(ours), told(theirs));
  });
}

/** Statistics that must agree after the same queries. */
const comparable = [
  'queries',
  'rdqueries',
  'responses',
  'servfail-responses',
  'rule-drop',
  'rule-refused',
  'rule-nxdomain',
  'rule-servfail',
  'rule-truncated',
  'self-answered',
  'cache-hits',
  'cache-misses',
  'noncompliant-queries',
  'acl-drops',
  'no-policy',
  'downstream-timeouts',
  'frontend-noerror',
  'frontend-nxdomain',
  'frontend-servfail',
];

test('the same queries give the same counters, and reached the backends alike', { skip }, async () => {
  const [theirs, ours] = await Promise.all(
    contestants.map(async ({ webPort, backend }) => {
      const url = `http://127.0.0.1:${webPort}/jsonstat?command=stats`;
      const response = await fetch(url, { headers: { 'X-API-Key': KEY } });
      const statistics = (await response.json()) as Record<string, number>;
      const counted = Object.fromEntries(comparable.map((name) => [name, statistics[name]]));
      const reached = { reached: backend.queries, recursive: backend.recursive };
      return { ...counted, ...reached } as Record<string, number | undefined>;
    }),
  );
  // Each was asked until it was ready: those queries are refused by a rule, and are not compared.
  const waiting = ['queries', 'rdqueries', 'rule-refused', 'self-answered'];
  const without = (counted: Record<string, number | undefined>) => {
    const refused = counted['rule-refused']! - 2;
    return Object.fromEntries(
      Object.entries(counted).map(([name, value]) => [name, waiting.includes(name) ? value! - refused : value]),
    );
  };
  // dnsdist looks for answers to every opcode in its cache; ours keeps answers to queries only (RFC 1996 §3.12).
  theirs!['cache-misses']! -= cases.filter(({ opcode }) => opcode !== undefined).length;
  assert.deepEqual(without(ours!), without(theirs!));
});
