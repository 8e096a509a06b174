/** Our recursor over Debian's authorities (knotd, nsd), beside unbound over the same ones: same answers. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { formatRdata } from '@span53/dns/rdata';
import {
  DNSName,
  Flag,
  MessageBuilder,
  MessageView,
  RClass,
  parseRType,
  rcodeName,
  rtypeName,
  Section,
} from '@span53/dns/wire';
import { frame, FrameSplitter } from '@span53/transport';

const recursorMain = fileURLToPath(import.meta.resolve('@span53/recursor/main'));
const missing = ['knotd', 'nsd', 'unbound'].filter((tool) => !hasTool(tool));
const skip = missing.length === 0 ? false : `not installed: ${missing.join(', ')}`;
const folder = mkdtempSync(path.join(tmpdir(), 'span53-recursor-interop-'));
const children: ChildProcess[] = [];
const ROOT = '127.0.61.1';
const TLD = '127.0.61.2';
const LEAF = '127.0.61.3';
const LEAF2 = '127.0.61.4';
/** Answers nothing: a dead server beside a live one. */
const DEAD = '127.0.61.9';
let port = 0;
let ours = 0;
let theirs = 0;

function hasTool(tool: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${tool} || test -x /usr/sbin/${tool}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const soa = 'SOA ns.admin. admin.admin. 1 7200 900 86400 300';
const zones = {
  root: `$TTL 3600
@ ${soa}
@ NS a.root-servers.interop.
a.root-servers.interop. A ${ROOT}
test. NS ns.test.
ns.test. A ${TLD}
other. NS ns.leaf.test.
`,
  test: `$TTL 3600
@ ${soa}
@ NS ns
ns A ${TLD}
leaf NS ns.leaf
leaf NS dead.leaf
ns.leaf A ${LEAF}
dead.leaf A ${DEAD}
glueless NS ns.other.
lame NS ns.lame
ns.lame A ${LEAF}
a.b.c.d A 192.0.2.9
chain CNAME www.leaf
dangling CNAME nothing.leaf
`,
  leaf: `$TTL 300
@ ${soa}
@ NS ns
@ NS dead
@ MX 10 mail
@ TXT "text with spaces" "and more"
ns A ${LEAF}
dead A ${DEAD}
www A 192.0.2.80
www AAAA 2001:db8::80
mail A 192.0.2.25
*.wild A 192.0.2.42
one CNAME two
two CNAME three
three CNAME www
loop1 CNAME loop2
loop2 CNAME loop1
out CNAME www.glueless.test.
old DNAME new
host.new A 192.0.2.77
ent.below A 192.0.2.1
_sip._tcp SRV 1 2 5060 www
@ CAA 0 issue "ca.example"
${Array.from({ length: 40 }, (_, n) => `big TXT "${'x'.repeat(60)}${n}"`).join('\n')}
`,
  other: `$TTL 300
@ ${soa}
@ NS ns.leaf.test.
ns A ${LEAF2}
`,
  glueless: `$TTL 300
@ ${soa}
@ NS ns.other.
www A 192.0.2.81
`,
} as const;

before(async () => {
  if (skip !== false) return;
  port = await freePort(ROOT);
  chmodSync(folder, 0o755);
  for (const [name, text] of Object.entries(zones)) writeFileSync(path.join(folder, `${name}.zone`), text);
  startKnot('root', ROOT, { '.': 'root' });
  startNsd('tld', TLD, { test: 'test' });
  startKnot('leaf', LEAF, { 'leaf.test': 'leaf', other: 'other' });
  startNsd('leaf2', LEAF2, { 'glueless.test': 'glueless' });
  ours = await startRecursor();
  theirs = await freePort('127.0.0.1');
  startUnbound(theirs);
  for (const [server, name] of [
    [ROOT, '.'],
    [TLD, 'test.'],
    [LEAF, 'leaf.test.'],
    [LEAF2, 'glueless.test.'],
  ] as const) {
    await until(async () => (await ask(`${name} SOA`, port, { server, recursion: false })) !== undefined, server);
  }
  await until(async () => (await ask('localhost. A', theirs)) !== undefined, 'unbound');
});

after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map((child) => (child.exitCode === null ? once(child, 'exit') : undefined)));
  rmSync(folder, { recursive: true, force: true });
});

/** Asked of both; no answer has to differ. */
const questions = [
  'www.leaf.test. A',
  'www.leaf.test. AAAA',
  'WWW.Leaf.Test. A',
  'www.leaf.test. MX',
  'leaf.test. MX',
  'leaf.test. TXT',
  'leaf.test. NS',
  'leaf.test. SOA',
  'leaf.test. CAA',
  'leaf.test. DS',
  'test. NS',
  '. NS',
  '_sip._tcp.leaf.test. SRV',
  'nothing.leaf.test. A',
  'below.leaf.test. A',
  'ent.below.leaf.test. A',
  'anything.wild.leaf.test. A',
  'wild.leaf.test. A',
  'one.leaf.test. A',
  'one.leaf.test. CNAME',
  'chain.test. A',
  'chain.test. AAAA',
  'dangling.test. A',
  'host.old.leaf.test. A',
  'none.old.leaf.test. A',
  'a.b.c.d.test. A',
  'c.d.test. A',
  'nowhere. A',
  'very.deep.below.nowhere. A',
  'www.glueless.test. A',
  'out.leaf.test. A',
  'big.leaf.test. TXT',
  'www.lame.test. A',
  'leaf.test. TYPE65280',
  'loop1.leaf.test. A',
] as const;

for (const text of questions) {
  test(`${text} is the same`, { skip }, async () => {
    const answer = await ask(text, ours, { transport: 'tcp' });
    assert.equal(answer, await ask(text, theirs, { transport: 'tcp' }));
    assert.notEqual(answer, undefined);
  });
}

test('asked again, every answer is the same', { skip }, async () => {
  for (const text of questions) {
    const first = await ask(text, ours);
    assert.equal(await ask(text, ours), first, text);
  }
});

interface AskOptions {
  readonly server?: string;
  readonly recursion?: boolean;
  readonly transport?: 'udp' | 'tcp';
}

/** RCODE, answer and SOA of a denial as text, in an order of its own, without TTLs; undefined for no answer. */
async function ask(text: string, at: number, options: AskOptions = {}): Promise<string | undefined> {
  const { server = '127.0.0.1', recursion = true, transport = 'udp' } = options;
  const [name = '', type = ''] = text.split(' ');
  const flags = recursion ? Flag.RD : 0;
  const builder = new MessageBuilder().start({ id: 4711, flags, limit: 512 });
  builder.question(DNSName.of(name), parseRType(type)!, RClass.IN);
  builder.opt({ udpSize: 4096 });
  const query = builder.finish();
  const response = transport === 'udp' ? await overUdp(query, server, at) : await overTcp(query, server, at);
  const view = response === undefined ? undefined : MessageView.open(response);
  return view === undefined ? undefined : describe(view);
}

function describe(view: MessageView): string {
  const lines: string[] = [];
  if (view.rcode !== 0 && view.rcode !== 3) return rcodeName(view.rcode);
  for (const records = view.records(); records.next();) {
    const denies = records.section === Section.AUTHORITY && records.type === 6;
    if (records.section !== Section.ANSWER && !denies) continue;
    const owner = records.name()!.toString().toLowerCase();
    const rdata = formatRdata(records.type, records.rdata()!);
    // Case of names in RDATA is the authority's, or that of a compression pointer into the question.
    const value = records.type === 16 ? rdata : rdata.toLowerCase();
    lines.push(`${owner} ${rtypeName(records.type)} ${value}`);
  }
  return [rcodeName(view.rcode), ...lines.toSorted()].join('\n');
}

async function overUdp(query: Buffer, server: string, at: number): Promise<Buffer | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.send(query, at, server);
    const [message] = (await once(socket, 'message', { signal: AbortSignal.timeout(9000) })) as [Buffer];
    return message;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}

async function overTcp(query: Buffer, server: string, at: number): Promise<Buffer | undefined> {
  const socket = connect(at, server);
  const splitter = new FrameSplitter();
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  const timer = setTimeout(() => resolve(undefined), 9000);
  socket.on('data', (chunk: Buffer) => splitter.push(chunk, resolve));
  socket.on('error', () => resolve(undefined));
  socket.on('close', () => resolve(undefined));
  socket.write(frame(query));
  const answer = await promise;
  clearTimeout(timer);
  socket.destroy();
  return answer;
}

function startKnot(name: string, address: string, served: Readonly<Record<string, keyof typeof zones>>): void {
  const run = path.join(folder, name);
  mkdirSync(run);
  const list = Object.entries(served).map(
    ([zone, file]) => `  - domain: "${zone}"\n    file: "${folder}/${file}.zone"\n`,
  );
  const file = path.join(folder, `${name}.conf`);
  writeFileSync(
    file,
    `server:\n  rundir: "${run}"\n  listen: ${address}@${port}\n` +
      `database:\n  storage: "${run}"\nlog:\n  - target: stderr\n    any: error\n` +
      `template:\n  - id: default\n    storage: "${run}"\n    journal-content: none\n    zonefile-sync: -1\n` +
      `zone:\n${list.join('')}`,
  );
  start('knotd', ['-c', file]);
}

function startNsd(name: string, address: string, served: Readonly<Record<string, keyof typeof zones>>): void {
  const run = path.join(folder, name);
  mkdirSync(run);
  const list = Object.entries(served).map(
    ([zone, file]) => `zone:\n  name: "${zone}"\n  zonefile: "${folder}/${file}.zone"\n`,
  );
  const file = path.join(folder, `${name}.conf`);
  writeFileSync(
    file,
    `server:\n  ip-address: ${address}@${port}\n  username: ""\n  chroot: ""\n  zonesdir: "${folder}"\n` +
      `  database: ""\n  pidfile: "${run}/pid"\n  xfrdfile: "${run}/xfrd"\n  zonelistfile: "${run}/list"\n` +
      `  xfrdir: "${run}"\n  server-count: 1\nremote-control:\n  control-enable: no\n${list.join('')}`,
  );
  start('nsd', ['-d', '-c', file]);
}

async function startRecursor(): Promise<number> {
  writeFileSync(path.join(folder, 'hints'), `. 3600 NS a.root-servers.interop.\na.root-servers.interop. A ${ROOT}\n`);
  const file = path.join(folder, 'recursor.yml');
  writeFileSync(
    file,
    'incoming: {listen: ["127.0.0.1:0"]}\nrecursor: {hint_file: hints, threads: 1}\n' +
      `outgoing: {dont_query: [], port: ${port}, network_timeout: 400}\n`,
  );
  const child = start(process.execPath, ['--conditions=@span53/source', recursorMain, '-C', file], 'pipe');
  for await (const chunk of child.stdout!) {
    const ready = /udp:127\.0\.0\.1:(\d+)/.exec(String(chunk));
    if (ready !== null) return Number(ready[1]);
  }
  throw new Error('the recursor did not start');
}

/** unbound asks other ports than 53 only where a stub zone says so, so it gets one for each zone. */
function startUnbound(at: number): void {
  const stub = (zone: string, address: string): string =>
    `stub-zone:\n  name: "${zone}"\n  stub-addr: ${address}@${port}\n  stub-prime: no\n`;
  const file = path.join(folder, 'unbound.conf');
  writeFileSync(
    file,
    `server:\n  interface: 127.0.0.1@${at}\n  do-daemonize: no\n  username: ""\n  chroot: ""\n  pidfile: ""\n` +
      `  directory: "${folder}"\n  use-syslog: no\n  verbosity: 0\n  do-not-query-localhost: no\n  do-ip6: no\n` +
      '  module-config: "iterator"\n  minimal-responses: yes\n  local-zone: "test." nodefault\n' +
      'remote-control:\n  control-enable: no\n' +
      [
        stub('.', ROOT),
        stub('test', TLD),
        stub('leaf.test', LEAF),
        stub('other', LEAF),
        stub('glueless.test', LEAF2),
      ].join('') +
      stub('lame.test', LEAF),
  );
  start('unbound', ['-d', '-c', file]);
}

function start(command: string, args: readonly string[], stdout: 'pipe' | 'ignore' = 'ignore'): ChildProcess {
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` };
  const child = spawn(command, args, { stdio: ['ignore', stdout, 'inherit'], env });
  children.push(child);
  return child;
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    if (await Promise.race([holds(), delay(500, false)])) return;
    await delay(100);
  }
  throw new Error(`${what} does not answer`);
}

async function freePort(address: string): Promise<number> {
  const server = createServer();
  server.listen(0, address);
  await once(server, 'listening');
  const { port: found } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return found;
}
