/**
 * Fuzzes the collector's two inputs, in this process: mutated OTLP over HTTP, protobuf and JSON, and mutated streams of
 * PowerDNS messages. What it took is then asked for through both of its APIs; a good trace must still go through.
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { loadConfig, startCollector, type Collector } from '@span53/collector';
import type { SocketAddress } from '@span53/dns/inet';
import { frame } from '@span53/dns/wire';
import { encodePdnsTrace } from '@span53/export';
import { testTracer } from '@span53/testkit';
import { tracesToJson } from '@span53/tracing';

import { Corpus, Random } from './mutate.ts';

/** What came of fuzzing the collector. */
export interface CollectorReport {
  readonly inputs: number;
  /** OTLP requests by status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Spans that it took, over HTTP and from streams. */
  readonly spans: { readonly otlp: number; readonly pdns: number };
  /** What did not hold. */
  readonly failures: readonly string[];
}

const CONFIG = `otlp: { listen: ["127.0.0.1:0"] }
pdns_protobuf: { listen: ["127.0.0.1:0"], idle_timeout: 1s }
web: { listen: ["127.0.0.1:0"] }
store: { path: ":memory:", max_size: 16MiB }
`;
const FAILURES_MAX = 10;
/** Inputs between two looks at what was taken. */
const ROUND = 250;
const LISTED = 100;
const ANSWER_MS = 5000;
const CLOSE_MS = 5000;
const TYPES = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;
/** What the OTLP receiver may say to input that is wrong or too much. */
const STATUSES = new Set([200, 400, 413, 503]);

/** One run against one collector. */
interface Run {
  readonly collector: Collector;
  readonly agent: Agent;
  readonly random: Random;
  readonly statuses: Record<number, number>;
  readonly wrong: (what: string) => void;
}

/** Sends `inputs` mutated inputs; the same seed sends the same. */
export async function fuzzCollector(inputs: number, seed: number): Promise<CollectorReport> {
  const failures: string[] = [];
  const wrong = (what: string): void => {
    if (failures.length < FAILURES_MAX) failures.push(what);
  };
  const { config } = loadConfig({ file: 'collector.yml', text: CONFIG, overrides: [] });
  await using collector = await startCollector(config, { warn: (what, error) => wrong(`${what} ${error?.stack}`) });
  using cleanUp = new DisposableStack();
  const agent = cleanUp.adopt(new Agent({ keepAlive: true, maxSockets: 4 }), (opened) => opened.destroy());
  const run: Run = { collector, agent, random: new Random(seed), statuses: {}, wrong };
  const corpora = seedCorpora(run.random);
  for (let sent = 0; sent < inputs && failures.length < FAILURES_MAX; sent += 1) {
    await sendOne(run, corpora);
    if ((sent + 1) % ROUND === 0) await lookAtAll(run);
  }
  await lookAtAll(run);
  await sendGoodTrace(run);
  const counters = collector.counters();
  return {
    inputs,
    statuses: run.statuses,
    spans: { otlp: counters['otlp.spans'] ?? 0, pdns: counters['pdns.spans'] ?? 0 },
    failures,
  };
}

interface Corpora {
  readonly protobuf: Corpus;
  readonly json: Corpus;
  readonly pdns: Corpus;
}

function seedCorpora(random: Random): Corpora {
  const traces = [1, 2, 3].map((spans) => sampleTrace(random, spans));
  return {
    protobuf: new Corpus(traces.map(({ octets }) => octets)),
    json: new Corpus(traces.map(({ octets }) => Buffer.from(JSON.stringify(tracesToJson(octets))))),
    pdns: new Corpus(traces.map(({ octets, traceId }) => frame(encodePdnsTrace(traceId, octets)))),
  };
}

/** A trace of a query with so many children. */
function sampleTrace(random: Random, children: number): { readonly octets: Uint8Array; readonly traceId: Uint8Array } {
  const rig = testTracer({ random: (target) => target.set(random.octets(target.length)) });
  const trace = rig.tracer.start('dns.server.query', { nowMs: rig.nowMs })!;
  trace.root.set('dns.question.name', `www${children}.example.`);
  for (let i = 0; i < children; i += 1) {
    const span = trace.root.span('dns.cache.lookup', { 'dns.cache.hit': i % 2 === 0, 'dns.edns.options': [i, 10] });
    span.event('dns.retry', { 'dns.retry.count': i });
    rig.tick(1);
    span.end(rig.nowMs);
  }
  trace.root.fail('timeout', 'no answer');
  trace.root.end(rig.nowMs);
  trace.finish();
  return { octets: rig.kept[0]!, traceId: Uint8Array.from(trace.traceId) };
}

async function sendOne(run: Run, corpora: Corpora): Promise<void> {
  const { random } = run;
  const kind = random.pick(['protobuf', 'json', 'pdns'] as const);
  const corpus = corpora[kind];
  // Most changes of more than one octet end at the first check of a format.
  const input = random.below(4) === 0 ? corpus.next(random) : corpus.near(random);
  if (kind === 'pdns') {
    await sendStream(run, input);
    return;
  }
  const status = await post(run, input, TYPES[kind]);
  run.statuses[status] = (run.statuses[status] ?? 0) + 1;
  if (!STATUSES.has(status)) run.wrong(`${kind} ${input.toString('base64')}: status ${status}`);
  else if (status === 200) corpus.keep(random, input);
}

/** A connection of its own, because a wrong length makes the rest of a stream wait. */
async function sendStream({ collector, wrong }: Run, octets: Buffer): Promise<void> {
  const { address, port } = collector.addresses.pdns[0]!;
  const socket = connect(port, String(address));
  // The receiver may close while it is written to.
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.resume().end(octets);
  const late = sleep(CLOSE_MS, 'late', { ref: false });
  if ((await Promise.race([closed, late])) !== 'late') return;
  socket.destroy();
  wrong(`pdns ${octets.toString('base64')}: the connection stays open`);
}

/** Every trace in both forms, and all that is told about all of them. */
async function lookAtAll(run: Run): Promise<void> {
  const page = await get(run, `/api/v1/traces?limit=${LISTED}`);
  const { traces = [] } = (page ?? {}) as { traces?: readonly { readonly traceId: string }[] };
  const paths = ['/api/v1/graph', '/api/v1/stats', '/api/services', '/api/dependencies', '/metrics'];
  for (const { traceId } of traces) paths.push(`/api/v1/traces/${traceId}`, `/api/traces/${traceId}`);
  for (const path of paths) await get(run, path);
}

async function sendGoodTrace(run: Run): Promise<void> {
  const { octets, traceId } = sampleTrace(run.random, 5);
  const status = await post(run, octets, TYPES.protobuf);
  if (status !== 200) run.wrong(`a good trace gets status ${status}`);
  const path = `/api/v1/traces/${Buffer.from(traceId).toString('hex')}`;
  if ((await get(run, path)) === undefined) run.wrong('a good trace is not found');
}

async function post(run: Run, body: Uint8Array, type: string): Promise<number> {
  const headers = { 'content-type': type, 'content-length': body.length };
  const { status } = await exchange(run, run.collector.addresses.otlp[0]!, {
    options: { method: 'POST', path: '/v1/traces', headers },
    body,
  });
  return status;
}

/** The JSON at a path; undefined, and wrong, when the answer is not 200 or no JSON where it should be. */
async function get(run: Run, path: string): Promise<unknown> {
  const { status, text } = await exchange(run, run.collector.addresses.web[0]!, { options: { path } });
  if (status !== 200) run.wrong(`${path}: status ${status}`);
  if (status !== 200 || path === '/metrics') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    run.wrong(`${path}: no JSON`);
    return undefined;
  }
}

interface Asked {
  readonly options: {
    readonly method?: string;
    readonly path: string;
    readonly headers?: Record<string, string | number>;
  };
  readonly body?: Uint8Array;
}

async function exchange(
  { agent }: Run,
  { address, port }: SocketAddress,
  { options, body }: Asked,
): Promise<{ readonly status: number; readonly text: string }> {
  const asked = request({ ...options, agent, host: String(address), port, timeout: ANSWER_MS });
  asked.on('timeout', () => asked.destroy(new Error(`${options.path}: no answer`)));
  asked.end(body);
  const [response] = await once(asked, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
}
