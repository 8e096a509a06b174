/** One query, one trace, with PowerDNS on one side of a hop: their half comes over the protobuf stream. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { freePlaces, printConfig, startLab, type Lab, type Places } from '@span53/cli/lab';
import type { PlainSpan } from '@span53/testkit';

import { ask, type Query } from '../chain/client.ts';
import { collectedSpans } from '../chain/collector-traces.ts';
import { freePort } from './tools.ts';

const powerdns = process.env['SPAN53_POWERDNS'] ?? path.join(tmpdir(), 'powerdns-current', 'bin');
const skip = existsSync(path.join(powerdns, 'pdns_recursor')) ? false : `no PowerDNS programs in ${powerdns}`;
const SERVER = 2;

let folder: string;
let places: Places;
let lab: Lab;
let theirProxyPort: number;
let theirRecursorPort: number;
let ourProxyPort: number;
const peers: ChildProcess[] = [];
const collector = (): string => `http://127.0.0.1:${places.collector.webPort}`;

before(
  async () => {
    if (skip !== false) return;
    folder = await mkdtemp(path.join(tmpdir(), 'span53-one-trace-'));
    places = await freePlaces();
    [theirProxyPort, theirRecursorPort] = await Promise.all([freePort(), freePort()]);
    ourProxyPort = places.proxy.port;
    lab = await startLab({
      places,
      workdir: path.join(folder, 'lab'),
      readyTimeoutMs: 60_000,
      // Our proxy asks PowerDNS' recursor; our recursor is asked by dnsdist.
      edit: (name, config) =>
        name === 'proxy'
          ? { ...config, backends: [{ address: `127.0.0.1:${theirRecursorPort}`, protocol: 'Do53', udp_timeout: 8 }] }
          : config,
    });
    await startPeer('dnsdist', ['--supervised', '--disable-syslog', '-C'], 'dnsdist.yml', dnsdistConfig());
    await mkdir(path.join(folder, 'rec'));
    await startPeer('pdns_recursor', [], 'rec/recursor.yml', recursorConfig());
    await waitForAnswer(theirProxyPort);
    await waitForAnswer(ourProxyPort);
  },
  { timeout: 120_000 },
);
after(async () => {
  for (const peer of peers) peer.kill('SIGKILL');
  await lab?.[Symbol.asyncDispose]();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

async function startPeer(program: string, args: readonly string[], file: string, config: object): Promise<void> {
  const target = path.join(folder, file);
  await writeFile(target, printConfig(config as Record<string, unknown>));
  const last = program === 'dnsdist' ? [target] : [`--config-dir=${path.dirname(target)}`];
  peers.push(spawn(path.join(powerdns, program), [...args, ...last], { stdio: 'ignore' }));
}

function dnsdistConfig(): object {
  const trace = { type: 'SetTrace', value: true, remote_loggers: ['pblog'], use_incoming_traceparent: true };
  return {
    binds: [{ listen_address: `127.0.0.1:${theirProxyPort}`, protocol: 'Do53' }],
    backends: [{ address: `127.0.0.1:${places.recursor.port}`, protocol: 'Do53' }],
    logging: { open_telemetry_tracing: { enabled: true } },
    remote_logging: { protobuf_loggers: [{ name: 'pblog', address: `127.0.0.1:${places.collector.protobufPort}` }] },
    query_rules: [
      { name: 'trace', selector: { type: 'All' }, action: { ...trace, send_downstream_traceparent: true } },
    ],
  };
}

function recursorConfig(): object {
  const { authorities, authorityPort, collector: sink } = places;
  return {
    incoming: { listen: [`127.0.0.1:${theirRecursorPort}`] },
    dnssec: { validation: 'off' },
    recursor: {
      threads: 1,
      socket_dir: path.join(folder, 'rec'),
      event_trace_enabled: 4,
      forward_zones: [{ zone: 'shop.test', forwarders: [`${authorities.leaf1}:${authorityPort}`] }],
    },
    logging: {
      opentelemetry_trace_conditions: [{ acls: ['127.0.0.0/8', '::1'] }],
      protobuf_servers: [{ servers: [`127.0.0.1:${sink.protobufPort}`] }],
    },
  };
}

async function waitForAnswer(port: number): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const asked = ask({ name: 'ns1.shop.test', type: 'A', server: { address: '127.0.0.1', port }, timeoutMs: 1000 });
    const answer = await asked.catch(() => undefined);
    if (answer?.packet.rcode === 'NOERROR') return;
    await delay(200);
  }
  throw new Error(`no answer at port ${port}`);
}

const query = (port: number, name: string, more: Partial<Query> = {}) =>
  ask({ name, type: 'A', server: { address: '127.0.0.1', port }, timeoutMs: 8000, ...more });

/** The services in a trace, and the parent of a service's SERVER span. */
function hop(spans: readonly PlainSpan[], service: string): { server: PlainSpan; parent: PlainSpan | undefined } {
  const own = spans.filter((span) => span.service === service);
  const inside = new Set(own.map(({ spanId }) => spanId));
  const server = own.find(({ kind, parentSpanId }) => kind === SERVER && !inside.has(parentSpanId));
  assert.ok(
    server !== undefined,
    `no SERVER span of ${service} among ${spans.map((s) => `${s.service} ${s.name}`).join(', ')}`,
  );
  return { server, parent: spans.find(({ spanId }) => spanId === server.parentSpanId) };
}

for (const tcp of [false, true]) {
  const over = tcp ? 'TCP' : 'UDP';

  test(`dnsdist in front of our recursor over ${over}: one trace`, { skip, timeout: 40_000 }, async () => {
    const name = `d${tcp ? 1 : 0}.apps.shop.test`;
    assert.equal((await query(theirProxyPort, name, { tcp })).packet.rcode, 'NOERROR');
    const spans = await collectedSpans(collector(), name, 15_000);
    assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
    assert.equal(hop(spans, 'recursor').parent?.service, 'dnsdist');
    const leaf = spans.find(({ service }) => service.startsWith('auth-leaf'))?.service ?? 'auth-leaf-1';
    assert.equal(hop(spans, leaf).parent?.service, 'recursor');
  });

  test(`our proxy in front of PowerDNS Recursor over ${over}: one trace`, { skip, timeout: 40_000 }, async () => {
    const name = `r${tcp ? 1 : 0}.apps.shop.test`;
    assert.equal((await query(ourProxyPort, name, { tcp })).packet.rcode, 'NOERROR');
    const spans = await collectedSpans(collector(), name, 15_000);
    assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
    const { server, parent } = hop(spans, 'rec');
    assert.equal(parent?.service, 'proxy', `parent of ${server.name}`);
    assert.equal(parent?.name, 'dns.client.query');
  });
}
