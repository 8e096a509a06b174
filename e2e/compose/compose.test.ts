/** The lab in containers: `docker compose up`, the trace assertions, `down` leaves nothing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ask, type Query } from '../chain/client.ts';
import { collectedTrace } from '../chain/collector-traces.ts';

const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
/** A project of the test's own, so that a lab somebody runs by hand is another. */
const PROJECT = 'span53-e2e';
const COLLECTOR = 'http://127.0.0.1:5380';
const UP_MS = 480_000;
const server = { address: '127.0.0.1', port: 5300 };

const engine = spawnSync('docker', ['info'], { encoding: 'utf8', timeout: 20_000 });
const skip = engine.status === 0 ? false : 'no container engine answers `docker info`';

function docker(...args: string[]): string {
  const run = spawnSync('docker', args, { cwd: ROOT, encoding: 'utf8', timeout: UP_MS });
  assert.equal(run.status, 0, `docker ${args.join(' ')}\n${run.stdout.slice(-2000)}\n${run.stderr.slice(-2000)}`);
  return run.stdout;
}
const compose = (...args: string[]): string => docker('compose', '-p', PROJECT, ...args);
const query = (name: string, type: Query['type'] = 'A', tcp = false) =>
  ask({ name, type, server, tcp, timeoutMs: 10_000 });

/** What of the project there is. */
const leftovers = (): string[] =>
  [
    docker('ps', '-a', '-q', '--filter', `label=com.docker.compose.project=${PROJECT}`),
    docker('network', 'ls', '-q', '--filter', `label=com.docker.compose.project=${PROJECT}`),
    docker('volume', 'ls', '-q', '--filter', `label=com.docker.compose.project=${PROJECT}`),
  ].filter((ids) => ids.trim() !== '');

before(
  () => {
    if (skip === false) compose('up', '-d', '--build', '--wait');
  },
  { timeout: UP_MS },
);
after(() => {
  if (skip === false) spawnSync('docker', ['compose', '-p', PROJECT, 'down', '-v'], { cwd: ROOT, timeout: 60_000 });
});

test('a miss: proxy, recursor, authorities and SQLite in one trace', { skip }, async () => {
  const { packet } = await query('www.shop.test');
  assert.equal(packet.rcode, 'NOERROR');
  const trace = await collectedTrace(COLLECTOR, 'www.shop.test');
  for (const service of ['proxy', 'recursor', 'auth-root', 'auth-test']) trace.hop(service);
  assert.ok(trace.named('dns.backend.query').length > 0, trace.tree());
});

test('a hit: the proxy alone', { skip }, async () => {
  await query('www.shop.test');
  const trace = await collectedTrace(COLLECTOR, 'www.shop.test');
  assert.deepEqual([...new Set(trace.spans.map(({ service }) => service))], ['proxy'], trace.tree());
});

test('over TCP, NXDOMAIN, and a CNAME across zones', { skip }, async () => {
  assert.equal((await query('tcp.apps.shop.test', 'A', true)).packet.rcode, 'NOERROR');
  (await collectedTrace(COLLECTOR, 'tcp.apps.shop.test')).hop('recursor');
  assert.equal((await query('missing.shop.test')).packet.rcode, 'NXDOMAIN');
  (await collectedTrace(COLLECTOR, 'missing.shop.test')).hop('recursor');
  assert.equal((await query('cdn.shop.test')).packet.answers?.length, 3);
  (await collectedTrace(COLLECTOR, 'cdn.shop.test')).hop('auth-test');
});

test('`docker compose down -v` leaves nothing', { skip, timeout: 120_000 }, () => {
  compose('down', '-v');
  assert.deepEqual(leftovers(), []);
});
