import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const FIXTURE = fileURLToPath(new URL('./echo-server.fixture.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'span53-runtime-'));
after(() => rmSync(folder, { recursive: true }));

type Line = Record<string, unknown>;

/** The fixture as a process: its log lines, its exit code. */
class Echo {
  readonly child: ChildProcess;
  readonly lines: Line[] = [];
  stderr = '';
  readonly exited: Promise<number | null>;
  #wake: (() => void)[] = [];

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, ['--conditions=@span53/source', FIXTURE, ...args], {
      stdio: 'pipe',
      env: { ...process.env, ...env },
    });
    this.exited = once(this.child, 'exit').then(([code]) => code as number | null);
    this.child.stderr!.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      this.lines.push(line.startsWith('{') ? (JSON.parse(line) as Line) : { text: line });
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  async event(name: string): Promise<Line> {
    for (;;) {
      const line = this.lines.find(({ event }) => event === name);
      if (line !== undefined) return line;
      await Promise.race([
        new Promise<void>((resolve) => this.#wake.push(resolve)),
        this.exited.then((code) => assert.fail(`ended with ${code} before ${name}: ${this.stderr}`)),
      ]);
    }
  }

  async listen(scheme: string): Promise<string> {
    const ready = await this.event('ready');
    const found = (ready['listen'] as string[]).find((each) => each.startsWith(scheme));
    assert.ok(found !== undefined, `no ${scheme} in ${JSON.stringify(ready)}`);
    return scheme === 'http' ? found : found.slice(scheme.length + 1);
  }
}

function config(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function ask(address: string, id = 7): Promise<Buffer> {
  const socket = createSocket('udp4');
  const query = Buffer.from([0, id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
  socket.send(query, Number(address.split(':')[1]), address.split(':')[0]);
  const [answer] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  return answer;
}

test('start, answer, metrics, health, key, SIGTERM', async () => {
  const echo = new Echo([
    '-C',
    config('a.yml', 'listen: ["127.0.0.1:0"]\nworkers: 2\nweb: {listen: ["127.0.0.1:0"]}\n'),
  ]);
  const address = await echo.listen('udp');
  assert.equal(address, await echo.listen('tcp'), 'UDP and TCP share the port');
  for (let i = 0; i < 20; i += 1) assert.equal((await ask(address))[2]! & 0x80, 0x80);
  const web = await echo.listen('http');
  assert.equal((await fetch(`${web}/healthz`)).status, 200);
  assert.equal((await fetch(`${web}/readyz`)).status, 200);
  assert.match(
    await (await fetch(`${web}/metrics`)).text(),
    /span53_listener_events_total\{(event="received",protocol="udp"|protocol="udp",event="received")\} 20/,
  );
  assert.equal((await fetch(`${web}/api/v1/echo`)).status, 401);
  assert.equal((await fetch(`${web}/api/v1/echo`, { headers: { 'X-API-Key': 'wrong' } })).status, 401);
  assert.deepEqual(await (await fetch(`${web}/api/v1/echo`, { headers: { 'X-API-Key': 'secret' } })).json(), {
    echo: true,
  });
  echo.child.kill('SIGTERM');
  assert.equal(await echo.exited, 0);
});

test('SIGTERM answers the query in flight first', async () => {
  const echo = new Echo(['-C', config('b.yml', 'listen: ["127.0.0.1:0"]\nslow_ms: 300\n')]);
  const answer = ask(await echo.listen('udp'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  echo.child.kill('SIGTERM');
  assert.equal((await answer)[2]! & 0x80, 0x80);
  assert.equal(await echo.exited, 0);
});

test('a bad configuration: every problem, exit code 2; a port in use: one message, exit code 1', async () => {
  const bad = new Echo(['-C', config('c.yml', 'listen: [nonsense]\nworker: 1\n')]);
  assert.equal(await bad.exited, 2);
  assert.match(bad.stderr, /c\.yml:1:10 listen\[0\]: expected IP or IP:port/);
  assert.match(bad.stderr, /c\.yml:2:1 worker: no such key; did you mean "workers"\?/);
  const missing = new Echo(['-C', path.join(folder, 'absent.yml')]);
  assert.equal(await missing.exited, 2);
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const inUse = new Echo(['-C', config('d.yml', `listen: ["127.0.0.1:${socket.address().port}"]\n`)]);
  assert.equal(await inUse.exited, 1);
  assert.match(inUse.stderr, /cannot listen on udp 127\.0\.0\.1:\d+: the address is in use/);
  socket.close();
  const usage = new Echo(['--nonsense']);
  assert.equal(await usage.exited, 2);
});

test('SIGHUP: a bad file changes nothing, a good one is taken without losing the port', async () => {
  const file = config('e.yml', 'listen: ["127.0.0.1:0"]\nweb: {listen: ["127.0.0.1:0"]}\n');
  const echo = new Echo(['-C', file]);
  const address = await echo.listen('udp');
  writeFileSync(file, 'listen: 3\n');
  echo.child.kill('SIGHUP');
  await echo.event('reload-failed');
  assert.equal((await ask(address)).length, 17);
  writeFileSync(file, `listen: ["${address}"]\nweb: {listen: ["127.0.0.1:0"]}\n`);
  echo.child.kill('SIGHUP');
  await echo.event('reloaded');
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal((await ask(address)).length, 17);
  echo.child.kill('SIGTERM');
  assert.equal(await echo.exited, 0);
});

test('an exception inside a query is SERVFAIL and a bug counted', async () => {
  const yaml = 'listen: ["127.0.0.1:0"]\nthrows: true\nworkers: 0\nweb: {listen: ["127.0.0.1:0"]}\n';
  const echo = new Echo(['-C', config('f.yml', yaml)]);
  assert.equal((await ask(await echo.listen('udp')))[3]! & 15, 2);
  assert.match(await (await fetch(`${await echo.listen('http')}/metrics`)).text(), /span53_bugs_total 1/);
  echo.child.kill('SIGTERM');
  assert.equal(await echo.exited, 0);
});

test('SPAN53_STOP_WITH_STDIN: when standard input closes, it stops as by SIGTERM', async () => {
  const echo = new Echo(['-C', config('g.yml', 'listen: ["127.0.0.1:0"]\nworkers: 0\n')], {
    SPAN53_STOP_WITH_STDIN: '1',
  });
  await echo.listen('udp');
  echo.child.stdin!.end();
  assert.equal(await echo.exited, 0);
});

test('whoever read the log is gone: the server goes on, counts the lines, and ends by SIGTERM', async () => {
  const text = 'listen: ["127.0.0.1:0"]\nworkers: 0\nweb: {listen: ["127.0.0.1:0"]}\n';
  const echo = new Echo(['-C', config('deaf.yml', text)]);
  const address = await echo.listen('udp');
  const web = await echo.listen('http');
  echo.child.stdout!.destroy();
  echo.child.stderr!.destroy();
  config('deaf.yml', 'listen: nowhere\n');
  echo.child.kill('SIGHUP'); // says that it cannot reload
  const deadline = performance.now() + 5000;
  let lost = 0;
  while (lost === 0 && performance.now() < deadline) {
    const metrics = await (await fetch(`${web}/metrics`, { headers: { 'X-API-Key': 'secret' } })).text();
    lost = Number(/^span53_log_lines_dropped_total (\d+)/m.exec(metrics)?.[1]);
  }
  assert.ok(lost > 0, 'no lost line was counted');
  assert.equal((await ask(address))[2]! & 0x80, 0x80);
  echo.child.kill('SIGTERM');
  assert.equal(await echo.exited, 0);
});

test('a signal that comes twice at once is one: the query in flight is answered', async () => {
  const echo = new Echo(['-C', config('twice.yml', 'listen: ["127.0.0.1:0"]\nworkers: 0\nslow_ms: 300\n')]);
  const answer = ask(await echo.listen('udp'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  echo.child.kill('SIGINT');
  await echo.event('draining');
  echo.child.kill('SIGINT');
  assert.equal((await answer)[2]! & 0x80, 0x80);
  assert.equal(await echo.exited, 0);
});
