/** One query, one trace, with PowerDNS on one side of a hop: their half comes over the protobuf stream. */
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePlaces, printConfig, startLab, type Lab, type Places } from '@span53/cli/lab';
import { SocketAddress } from '@span53/dns/inet';
import { errorResponse, MessageView } from '@span53/dns/wire';
import { expectTrace, type PlainSpan } from '@span53/testkit';
import { openUdpListener, type Listener } from '@span53/transport';
import * as dnsPacket from 'dns-packet';

import { ask, type Query } from '../chain/client.ts';
import { collectedSpans, tracesOf } from '../chain/collector-traces.ts';
import { freePort } from '../dns/tools.ts';

const powerdns = process.env['SPAN53_POWERDNS'] ?? path.join(tmpdir(), 'powerdns-current', 'bin');
const skip = existsSync(path.join(powerdns, 'pdns_recursor')) ? false : `no PowerDNS programs in ${powerdns}`;
/** An option that dns-packet does not know. */
type OptionData = { readonly code: number; readonly data: Buffer };

const SERVER = 2;
const CLIENT = 3;
/** Parent in what sdig is told to send. */
const PARENT = '00f067aa0ba902b7';
const execute = promisify(execFile);
const randomHex = (octets: number): string => randomBytes(octets).toString('hex');

let folder: string;
let places: Places;
let lab: Lab;
let theirProxyPort: number;
let theirRecursorPort: number;
let ourProxyPort: number;
const peers: ChildProcess[] = [];
/** A backend of dnsdist that keeps what it is asked, by QNAME, and says NOERROR. */
let seeing: Listener;
const seen = new Map<string, dnsPacket.DecodedPacket>();
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
    seeing = await openUdpListener({ address: SocketAddress.parse('127.0.0.1:0')! }, (inbound) => {
      const packet = dnsPacket.decode(inbound.message);
      seen.set(packet.questions?.[0]?.name ?? '', packet);
      inbound.reply(errorResponse(MessageView.open(inbound.message)!, 0));
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
  await seeing?.[Symbol.asyncDispose]();
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
    backends: [
      { address: `127.0.0.1:${places.recursor.port}`, protocol: 'Do53' },
      { address: String(seeing.address), protocol: 'Do53', pools: ['seen'], health_checks: { mode: 'up' } },
    ],
    logging: { open_telemetry_tracing: { enabled: true } },
    remote_logging: { protobuf_loggers: [{ name: 'pblog', address: `127.0.0.1:${places.collector.protobufPort}` }] },
    query_rules: [
      { name: 'trace', selector: { type: 'All' }, action: { ...trace, send_downstream_traceparent: true } },
      {
        name: 'seen',
        selector: { type: 'QNameSuffix', suffixes: ['seen.test.'] },
        action: { type: 'Pool', pool_name: 'seen' },
      },
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

const isOurs = ({ resource }: PlainSpan): boolean => resource['telemetry.sdk.name'] === 'span53';

/** The settled trace of a name, with spans of these services; asserts that the name has no other trace. */
async function traceOf(name: string, ...services: readonly string[]): Promise<PlainSpan[]> {
  const whole = (there: readonly PlainSpan[]): boolean =>
    services.every((service) => there.some((span) => span.service === service));
  const spans = await collectedSpans(collector(), name, { waitMs: 15_000, whole });
  assert.deepEqual(await tracesOf(collector(), name), [spans[0]!.traceId], 'more than one trace');
  assert.equal(new Set(spans.map(({ spanId }) => spanId)).size, spans.length, 'a span ID twice');
  for (const { service, name: what, parentSpanId } of spans) {
    assert.doesNotMatch(parentSpanId, /^0+$/, `${service} ${what}: a zero parent is none`);
  }
  return spans;
}

/** Spans whose parent is not in the trace, as `service parent`. */
function tops(spans: readonly PlainSpan[]): string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans
    .filter(({ parentSpanId }) => !ids.has(parentSpanId))
    .map(({ service, parentSpanId }) => `${service} ${parentSpanId}`.trim());
}

/** The SERVER span with which a service took over, and its parent. */
function hop(spans: readonly PlainSpan[], service: string): { server: PlainSpan; parent: PlainSpan | undefined } {
  const inside = new Set(spans.filter((span) => span.service === service).map(({ spanId }) => spanId));
  const server = spans.find(
    ({ service: whose, kind, parentSpanId }) => whose === service && kind === SERVER && !inside.has(parentSpanId),
  );
  assert.ok(server !== undefined, `no SERVER span of ${service}`);
  return { server, parent: spans.find(({ spanId }) => spanId === server.parentSpanId) };
}

/** What the list of traces says about the duration, in nanoseconds. */
async function durationOf(traceId: string): Promise<number> {
  const trace: unknown = await (await fetch(`${collector()}/api/v1/traces/${traceId}`)).json();
  return (trace as { summary: { durationNs: number } }).summary.durationNs;
}

/** Spans that the collector took, by way of arrival. */
async function arrived(): Promise<{ otlp: number; pdns: number }> {
  const text = await (await fetch(`${collector()}/metrics`)).text();
  const read = (way: string): number =>
    Number(new RegExp(`^span53_collector_${way}_spans_total (\\d+)`, 'm').exec(text)?.[1]);
  return { otlp: read('otlp'), pdns: read('pdns') };
}

/** Asserts that our half came by OTLP, and theirs, of which nothing is marked as ours, over the protobuf stream. */
async function checkWays(spans: readonly PlainSpan[], earlier: { otlp: number; pdns: number }): Promise<void> {
  const now = await arrived();
  const ours = spans.filter(isOurs).length;
  assert.ok(ours > 0 && now.otlp - earlier.otlp >= ours, `${now.otlp - earlier.otlp} by OTLP, ${ours} ours`);
  const theirs = spans.length - ours;
  assert.ok(theirs > 0 && now.pdns - earlier.pdns >= theirs, `${now.pdns - earlier.pdns} by stream, ${theirs} theirs`);
}

for (const tcp of [false, true]) {
  const over = tcp ? 'TCP' : 'UDP';

  test(`dnsdist in front of our recursor over ${over}: one trace`, { skip, timeout: 40_000 }, async () => {
    const name = `d${tcp ? 1 : 0}.apps.shop.test`;
    const earlier = await arrived();
    assert.equal((await query(theirProxyPort, name, { tcp })).packet.rcode, 'NOERROR');
    const spans = await traceOf(name, 'dnsdist', 'recursor');
    await checkWays(spans, earlier);
    // dnsdist tells the query and the response in two spans without a parent.
    assert.deepEqual(new Set(tops(spans)), new Set(['dnsdist']));
    const { server, parent } = hop(spans, 'recursor');
    assert.equal(parent?.service, 'dnsdist');
    assert.equal(parent.name, tcp ? 'TCPConnectionToBackend::sendQuery' : 'assignOutgoingUDPQueryToBackend');
    // Our half holds what every trace of ours holds. The lab's recursor traces only who asks for it: flags 00 did.
    const ours = expectTrace(spans.filter(isOurs), { remoteParent: parent.spanId, clockSkewMs: 5 });
    assert.equal(ours.root, server);
    assert.equal(server.flags & 1, 1);
    assert.equal(
      hop(spans, ours.spans.find(({ service }) => service.startsWith('auth-leaf'))!.service).parent?.kind,
      CLIENT,
    );
    // It takes from the first of dnsdist's spans to the last, the response too, and not as long as its query half only.
    const theirs = spans.filter(({ service, parentSpanId }) => service === 'dnsdist' && parentSpanId === '');
    const end = theirs.reduce((last, { endNs }) => (endNs > last ? endNs : last), 0n);
    assert.equal(await durationOf(server.traceId), Number(end - theirs[0]!.startNs));
  });

  test(`our proxy in front of PowerDNS Recursor over ${over}: one trace`, { skip, timeout: 40_000 }, async () => {
    const name = `r${tcp ? 1 : 0}.apps.shop.test`;
    const earlier = await arrived();
    assert.equal((await query(ourProxyPort, name, { tcp })).packet.rcode, 'NOERROR');
    const spans = await traceOf(name, 'proxy', 'rec');
    await checkWays(spans, earlier);
    assert.deepEqual(tops(spans), ['proxy']);
    expectTrace(spans.filter(isOurs));
    const { server, parent } = hop(spans, 'rec');
    assert.equal(server.name, 'RecRequest');
    assert.equal(parent?.service, 'proxy');
    assert.equal(parent.name, 'dns.client.query');
    assert.ok(
      spans.some(({ name: what }) => what === (tcp ? 'ProcessTCP' : 'ProcessUDP')),
      'not as the client asked',
    );
  });

  for (const [what, port] of [
    ['recursor', () => places.recursor.port],
    ['proxy', () => ourProxyPort],
  ] as const) {
    test(`sdig traceid against our ${what} over ${over}`, { skip, timeout: 60_000 }, async () => {
      const sent = { none: '-', trace: randomHex(16), both: `${randomHex(16)}${PARENT}` };
      for (const [form, traceid] of Object.entries(sent)) {
        const name = `s-${form}-${over}-${what}.apps.shop.test`.toLowerCase();
        const args = ['127.0.0.1', String(port()), name, 'A', 'recurse', ...(tcp ? ['tcp'] : []), 'traceid', traceid];
        const { stdout } = await execute(path.join(powerdns, 'sdig'), args, { timeout: 10_000 });
        assert.match(stdout, /\bA\s+192\.0\.2\.\d+/);
        const spans = await traceOf(name, what);
        const { server, parent } = hop(spans, what);
        assert.equal(parent, undefined);
        // sdig makes up what it is not given.
        assert.match(server.parentSpanId, form === 'both' ? new RegExp(`^${PARENT}$`) : /^[0-9a-f]{16}$/);
        if (form !== 'none') assert.equal(server.traceId, traceid.slice(0, 32));
        expectTrace(spans.filter(isOurs), { remoteParent: server.parentSpanId, clockSkewMs: 5 });
      }
    });
  }
}

test(
  'what dnsdist sends downstream: flags 00, and its innermost span as parent',
  { skip, timeout: 40_000 },
  async () => {
    const name = 'www.seen.test';
    assert.equal((await query(theirProxyPort, name)).packet.rcode, 'NOERROR');
    const opt = seen.get(name)?.additionals?.find(({ type }) => type === 'OPT') as dnsPacket.OptAnswer | undefined;
    const option = (opt?.options as OptionData[] | undefined)?.find(({ code }) => code === 65_500);
    const spans = await traceOf(name, 'dnsdist');
    const parent = spans.find((span) => span.name === 'assignOutgoingUDPQueryToBackend');
    assert.equal(option?.data.toString('hex'), `0000${parent?.traceId}${parent?.spanId}00`);
  },
);

test('a zero parent is none, a zero trace ID asks for a new one', { skip, timeout: 40_000 }, async () => {
  // PowerDNS Recursor without a caller: its root's parent is eight zero octets or nothing.
  assert.equal((await query(theirRecursorPort, 'z0.apps.shop.test')).packet.rcode, 'NOERROR');
  assert.deepEqual(tops(await traceOf('z0.apps.shop.test', 'rec')), ['rec']);
  const traceId = randomHex(16);
  const cases = [
    { name: 'z1.apps.shop.test', sent: traceId },
    { name: 'z2.apps.shop.test', sent: '0'.repeat(32) },
  ];
  for (const { name, sent } of cases) {
    const traceparent = Buffer.from(`0000${sent}${'0'.repeat(16)}00`, 'hex');
    assert.equal((await query(places.recursor.port, name, { traceparent })).packet.rcode, 'NOERROR');
    const spans = await traceOf(name, 'recursor');
    assert.deepEqual(tops(spans), ['recursor']);
    assert.equal(spans[0]!.traceId === sent, sent === traceId);
    assert.notEqual(spans[0]!.traceId, '0'.repeat(32));
  }
});
