import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chainTrace } from './fixtures/chain.ts';
import type { TraceJson, TracePageJson } from './model/api-types.ts';
import { encodeTraces } from './receive/otlp-encode.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'span53-collector-'));
const children: ChildProcess[] = [];
after(() => {
  // One that a failed test left would keep the run from its end.
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const config = path.join(folder, 'collector.yml');
writeFileSync(
  config,
  `otlp: { listen: ["127.0.0.1:0"] }
pdns_protobuf: { listen: ["127.0.0.1:0"] }
web: { listen: ["127.0.0.1:0"] }
store: { path: ${JSON.stringify(path.join(folder, 'traces.db'))} }
`,
);

function start(...args: readonly string[]): ChildProcess {
  const words = ['--conditions=@span53/source', main, ...args];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

/** The log line with `event`. */
async function event(child: ChildProcess, name: string): Promise<{ listen: readonly string[] }> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const entry = JSON.parse(line) as { event: string; listen: readonly string[] };
    if (entry.event === name) return entry;
  }
  return assert.fail(`ended before ${name}`);
}

test('ready tells every address, what is sent is found, SIGTERM ends with 0 and keeps the traces', async () => {
  const spans = chainTrace();
  const { traceId } = spans[0]!;
  {
    const child = start('--config', config);
    const { listen } = await event(child, 'ready');
    const otlp = listen.find((each) => each.startsWith('otlp:'))!.slice('otlp:'.length);
    const web = listen.find((each) => each.startsWith('http:'))!;
    assert.ok(listen.some((each) => /^pdns:127\.0\.0\.1:\d+$/.test(each)));
    const headers = { 'content-type': 'application/x-protobuf' };
    const answer = await fetch(otlp, { method: 'POST', headers, body: encodeTraces(spans) });
    assert.equal(answer.status, 200);
    const trace = (await (await fetch(`${web}/api/v1/traces/${traceId}`)).json()) as TraceJson;
    assert.equal(trace.nodes.length, spans.length);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  }
  const again = start('--config', config);
  const { listen } = await event(again, 'ready');
  const web = listen.find((each) => each.startsWith('http:'))!;
  const { traces } = (await (await fetch(`${web}/api/v1/traces`)).json()) as TracePageJson;
  assert.deepEqual(
    traces.map((trace) => trace.traceId),
    [traceId],
  );
  again.kill('SIGTERM');
  await once(again, 'exit');
});

test('a configuration with problems ends with 2 and names them', async () => {
  const child = start('--check-config', '--config', config, '--set', 'store.max_age=soon', '--set', 'otlp.liste=1');
  let stderr = '';
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  assert.deepEqual(await once(child, 'close'), [2, null]);
  assert.match(stderr, /store\.max_age: expected a duration/);
  assert.match(stderr, /otlp\.liste: no such key; did you mean "listen"\?/);
});

test('an address in use ends with 1 and says so', async () => {
  const child = start('--config', config);
  const { listen } = await event(child, 'ready');
  const port = new URL(listen.find((each) => each.startsWith('http:'))!).port;
  const second = start('--config', config, '--set', `web.listen.0=127.0.0.1:${port}`);
  let stderr = '';
  second.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  assert.deepEqual(await once(second, 'close'), [1, null]);
  assert.match(stderr, /cannot listen on tcp 127\.0\.0\.1:\d+: the address is in use/);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

const skip = process.platform === 'linux' ? false : 'needs reusePort';
test('SIGHUP takes over a changed configuration on the same addresses', { skip }, async () => {
  const child = start('--config', config);
  const { listen } = await event(child, 'ready');
  const otlp = listen.find((each) => each.startsWith('otlp:'))!;
  const fixed = path.join(folder, 'fixed.yml');
  child.kill('SIGTERM');
  await once(child, 'exit');
  const address = new URL(otlp.slice('otlp:'.length)).host;
  const write = (level: string): void =>
    writeFileSync(
      fixed,
      `{ otlp: { listen: ["${address}"] }, pdns_protobuf: { listen: [] }, web: { listen: [] }, log_level: ${level},
         store: { path: ":memory:" } }`,
    );
  write('info');
  const server = start('--config', fixed);
  const lines = createInterface({ input: server.stdout! })[Symbol.asyncIterator]();
  const events = async (name: string): Promise<unknown> => {
    for (;;) {
      const { value, done } = await lines.next();
      assert.ok(!done, `ended before ${name}`);
      const entry = JSON.parse(value) as { event: string; listen: unknown };
      if (entry.event === name) return entry.listen;
    }
  };
  assert.deepEqual(await events('ready'), [otlp]);
  write('debug');
  server.kill('SIGHUP');
  assert.deepEqual(await events('reloaded'), [otlp]);
  const headers = { 'content-type': 'application/x-protobuf' };
  const post = (): Promise<Response> =>
    fetch(otlp.slice('otlp:'.length), { method: 'POST', headers, body: encodeTraces(chainTrace()) });
  // The kernel resets what it gave to the old listener before that closed: exporters send it again.
  const answer = await post().catch(post);
  assert.equal(answer.status, 200);
  server.kill('SIGTERM');
  assert.deepEqual(await once(server, 'exit'), [0, null]);
});

test('healthcheck asks the running collector: 0 when it answers, 1 and why when nobody does', async () => {
  const child = start('--config', config);
  const { listen } = await event(child, 'ready');
  const web = new URL(listen.find((each) => each.startsWith('http:'))!).host;
  const ask = ['healthcheck', '--config', config, '--set', `web.listen.0=${web}`];
  assert.deepEqual(await once(start(...ask), 'close'), [0, null]);
  child.kill('SIGTERM');
  await once(child, 'exit');
  const lonely = start(...ask);
  let stderr = '';
  lonely.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  assert.deepEqual(await once(lonely, 'close'), [1, null]);
  assert.match(stderr, new RegExp(`${web} does not answer`));
});
