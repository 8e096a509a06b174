/** The proxy as a process: command line, workers, admin routes, signals. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Section } from '@span53/dns/wire';
import { respond } from '@span53/testkit';

import { octetsOf } from './bed.test.ts';
import { askTcp, askUdp, FakeBackend, oneAddress } from './rig.test.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'span53-proxy-'));
after(() => rmSync(folder, { recursive: true }));

/** The program, and what it says. */
class Program {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output = '';
  #listen: readonly string[] | undefined;

  constructor(name: string, yaml: string, ...args: string[]) {
    const file = path.join(folder, `${name}.yml`);
    writeFileSync(file, yaml);
    this.child = spawn(process.execPath, ['--conditions=@span53/source', MAIN, '-C', file, ...args], { stdio: 'pipe' });
    this.exited = once(this.child, 'exit').then(([code]) => code as number | null);
    this.child.stderr!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      this.output += `${line}\n`;
      if (line.includes('"event":"ready"')) this.#listen = (JSON.parse(line) as { listen: string[] }).listen;
    });
  }

  /** Where it listens, once it does. */
  async listen(scheme: 'udp' | 'tcp' | 'http'): Promise<string> {
    while (this.#listen === undefined) {
      assert.equal(this.child.exitCode, null, this.output);
      await delay(20);
    }
    return this.#listen.find((each) => each.startsWith(scheme))!;
  }

  async port(): Promise<number> {
    return Number((await this.listen('udp')).split(':').at(-1));
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exited;
  }
}

const web = 'webserver: {listen_addresses: ["127.0.0.1:0"], api_key: key, password: word}';

test('--check-config: OK and 0, or every problem and 2; no file is 2', async () => {
  const good = new Program('good', 'backends: [{address: "192.0.2.1", protocol: Do53}]', '--check-config');
  assert.equal(await good.exited, 0);
  assert.match(good.output, /Configuration '.*good.yml' OK!/);
  const bad = new Program('bad', 'backends: [{address: nowhere}]\nlua: x', '--check-config');
  assert.equal(await bad.exited, 2);
  assert.match(bad.output, /bad.yml:1:22 backends\[0\].address: expected IP or IP:port, got "nowhere"/);
  assert.match(bad.output, /backends\[0\].protocol: missing/);
  assert.match(bad.output, /bad.yml:2:1 lua: no such key/);
});

test('two workers: health checks reach both, counters add up, dnsdist’s options are taken', async () => {
  let good = true;
  await using backend = await FakeBackend.open((octets) =>
    good ? oneAddress(octets, 'udp', 0) : respond(octets, { rcode: 2 }),
  );
  const entry = backend.entry('one', 'health_checks: {interval: 1, timeout: 500, qname: probe.example.}');
  const yaml = `backends: [${entry}]\nworkers: 2\n${web}\nload_balancing_policies: {servfail_on_no_server: true}`;
  const dnsdist = ['-l', '127.0.0.1:0', '--acl', '127.0.0.0/8', '--supervised', '-v', '--structured-logging', 'true'];
  const program = new Program('workers', yaml, ...dnsdist);
  const port = await program.port();
  const ask = async (i: number) => (await askUdp(port, octetsOf(`n${i}.example A`)))!.count(Section.ANSWER);
  // Each query has a port of its own, so both workers get some.
  for (let i = 0; i < 20; i += 1) assert.equal(await ask(i), 1);
  assert.equal((await askTcp(port, octetsOf('www.example A')))!.count(Section.ANSWER), 1);
  good = false;
  while (!program.output.includes("as 'down'")) await delay(20);
  for (let i = 0; i < 10; i += 1) assert.equal(await ask(i), 0);
  const statistics = await get(program, '/jsonstat?command=stats');
  assert.deepEqual([statistics.queries, statistics.responses, statistics['no-policy']], [31, 21, 10]);
  assert.match(program.output, /Marking downstream one \(127\.0\.0\.1:\d+\) as 'up'/);
  assert.equal(await program.stop(), 0);
});

async function get(program: Program, route: string, init: RequestInit = {}): Promise<Record<string, number>> {
  const url = `${await program.listen('http')}${route}`;
  const response = await fetch(url, { headers: { 'X-API-Key': 'key' }, ...init });
  return (await response.json()) as Record<string, number>;
}

test('admin routes with dnsdist’s paths and shapes', async () => {
  await using backend = await FakeBackend.open();
  const yaml = [
    `backends: [${backend.entry('one')}, ${backend.entry('two', 'pools: [other], health_checks: {mode: down}')}]`,
    'packet_caches: [{name: cache, size: 100}]',
    'pools: [{name: "", packet_cache: cache}]',
    'query_rules: [{name: counted, selector: {type: All}, action: {type: None}}]',
    web,
  ].join('\n');
  const program = new Program('routes', yaml, '-l', '127.0.0.1:0', '--workers', '1');
  const port = await program.port();
  for (const name of ['a.example', 'a.example', 'b.example']) await askUdp(port, octetsOf(`${name} A`));

  const base = await program.listen('http');
  assert.equal((await fetch(`${base}/api/v1/servers/localhost`)).status, 401);
  assert.equal((await fetch(`${base}/metrics`)).status, 401);
  assert.equal((await fetch(`${base}/healthz`)).status, 200);
  const basic = `Basic ${Buffer.from('anybody:word').toString('base64')}`;
  const metrics = await (await fetch(`${base}/metrics`, { headers: { authorization: basic } })).text();
  assert.match(metrics, /^dnsdist_queries 3$/m);
  assert.match(metrics, /^dnsdist_server_queries\{.*server="one".*\} 2$/m);
  assert.match(metrics, /^dnsdist_rule_hits\{id="counted"\} 3$/m);

  const overview = (await get(program, '/api/v1/servers/localhost')) as unknown as Record<
    string,
    Record<string, unknown>[]
  >;
  assert.equal(overview['daemon_type'], 'dnsdist');
  assert.deepEqual(
    overview['servers']!.map(({ name, state, queries, pools }) => [name, state, queries, pools]),
    [
      ['one', 'UP', 2, []],
      ['two', 'DOWN', 0, ['other']],
    ],
  );
  assert.deepEqual(
    overview['pools']!.map(({ name, cacheEntries, cacheHits }) => [name, cacheEntries, cacheHits]),
    [
      ['', 2, 1],
      ['other', 0, 0],
    ],
  );
  assert.deepEqual(
    overview['rules']!.map(({ name, matches, action }) => [name, matches, action]),
    [['counted', 3, 'None']],
  );

  const items = (await get(program, '/api/v1/servers/localhost/statistics')) as unknown as Record<string, unknown>[];
  const hits = items.find(({ name }) => name === 'cache-hits');
  assert.deepEqual(hits, { type: 'StatisticItem', name: 'cache-hits', value: 1 });
  const pool = (await get(program, '/api/v1/servers/localhost/pool?name=')) as unknown as {
    stats: { serversCount: number };
  };
  assert.equal(pool.stats.serversCount, 1);

  const flush = (query: string) =>
    fetch(`${base}/api/v1/cache?${query}`, { method: 'DELETE', headers: { 'X-API-Key': 'key' } });
  assert.deepEqual(await (await flush('pool=&name=a.example')).json(), { status: 'purged', count: '1' });
  assert.deepEqual(await (await flush('pool=&name=example&suffix=')).json(), { status: 'purged', count: '1' });
  const failures = ['name=a.example', 'pool=&name=a.example&type=NONSENSE', 'pool=none&name=a', 'pool=other&name=a'];
  assert.deepEqual(await Promise.all(failures.map(async (query) => (await flush(query)).status)), [400, 400, 404, 404]);
  assert.equal(await program.stop(), 0);
});

test('SIGTERM answers what is in flight; SIGHUP takes a new backend without losing the port', async () => {
  await using slow = await FakeBackend.open();
  await using other = await FakeBackend.open(() => undefined);
  const yaml = (backend: FakeBackend) => `backends: [${backend.entry()}]\nworkers: 1`;
  const program = new Program('signals', yaml(other), '-l', '127.0.0.1:0');
  const port = await program.port();
  const rule = 'query_rules: [{selector: {type: All}, action: {type: Delay, msec: 300}}]';
  writeFileSync(path.join(folder, 'signals.yml'), `${yaml(slow)}\n${rule}`);
  program.child.kill('SIGHUP');
  while (!program.output.includes('"event":"reloaded"')) await delay(20);
  const reloaded = Number(/"reloaded".*"udp:127\.0\.0\.1:(\d+)"/.exec(program.output)![1]);
  assert.ok(port > 0 && reloaded > 0);
  const answer = askUdp(reloaded, octetsOf('www.example A'));
  while (slow.queries.length === 0) await delay(5);
  assert.equal(await program.stop(), 0);
  assert.equal((await answer)!.count(Section.ANSWER), 1);
});
