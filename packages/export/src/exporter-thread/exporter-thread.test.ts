import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { MetricsMemory, MetricsRegistry } from '@span53/metrics';
import { OtlpSink, PdnsSink, testTracer } from '@span53/testkit';
import type { TlsFiles } from '../http-post.ts';
import { declareExportMetrics } from '../metrics.ts';
import { destinationByName, ThreadPort } from '../port.ts';
import type { Destination } from '../registry.ts';
import { defaultRetry } from '../retry.ts';
import { ExporterThread } from './exporter-thread.ts';

const otlp = (url: string, tls: TlsFiles = {}): Destination => ({
  name: 'otlp',
  type: 'otlp',
  url,
  headers: {},
  encoding: 'protobuf',
  compression: 'gzip',
  tls,
  timeoutMs: 1000,
  intervalMs: 60_000,
  batchTracesMax: 100,
  batchBytesMax: 1 << 20,
  queueBytesMax: 1 << 20,
  retry: defaultRetry,
  userAgent: 'Span53/0.1.0',
});
const pdns = (address: string): Destination => ({
  name: 'pdns',
  type: 'pdns',
  servers: [address],
  strategy: 'All',
  connectionCount: 1,
  prefix: 2,
  queueBytesMax: 1 << 20,
  connectTimeoutMs: 1000,
  reconnectWaitMs: 100,
  stalledWriteMs: 1000,
});

async function open(destinations: readonly Destination[], inFlightBytesMax = 1 << 20, restartMs = 10) {
  const registry = new MetricsRegistry();
  const names = destinations.map(({ name }) => name);
  const metrics = declareExportMetrics(registry, names);
  const row = MetricsMemory.allocate(registry, 1).row(0);
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  const thread = await ExporterThread.open({ destinations, inFlightBytesMax, row, metrics, warn, restartMs });
  const count = (index: number, what: 'queued' | 'sent' | 'deadline') => row[metrics.destinations[index]![what]];
  return { thread, warnings, count, restarts: () => row[metrics.threadRestarts] };
}

/** What no worker posts: the thread does not survive it. */
const poison = {};

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    assert.ok(performance.now() < deadline, `never: ${what}`);
    await delay(5);
  }
}

function finished(): { octets: Uint8Array; traceId: Uint8Array } {
  const rig = testTracer();
  const trace = rig.tracer.start('dns.server.query', { nowMs: 1000 })!;
  const traceId = trace.traceId.slice();
  trace.finish();
  return { octets: rig.kept[0]!, traceId };
}

test('a trace goes to an OTLP and a PowerDNS collector; closing delivers what is queued', async () => {
  await using sink = await OtlpSink.open();
  await using stream = await PdnsSink.open();
  const { thread, count } = await open([otlp(sink.url), pdns(stream.address)]);
  const port = new ThreadPort(thread.link(), assert.fail);
  assert.deepEqual([destinationByName(port, 'pdns'), destinationByName(port, 'none')], [1, undefined]);
  await stream.until(({ connections }) => connections === 1);
  const { octets, traceId } = finished();
  port.sendTrace([0, 1], octets, traceId);
  port.flush();
  await thread.close(2000);
  assert.equal(sink.spans.length, 1);
  await stream.until(({ messages }) => messages.length === 1);
  const [message] = stream.messages;
  assert.deepEqual([message!.type, Buffer.from(message!.openTelemetryTraceID!)], [5, Buffer.from(traceId)]);
  assert.deepEqual(stream.spans, sink.spans);
  assert.deepEqual([count(0, 'queued'), count(0, 'sent'), count(1, 'sent')], [1, 1, 1]);
});

test('what a worker posted just before it ended is delivered', async () => {
  await using sink = await OtlpSink.open();
  const { thread } = await open([otlp(sink.url)]);
  const link = thread.link();
  const { octets } = finished();
  const code = `
    const { workerData } = require('node:worker_threads');
    const { port, octets } = workerData;
    port.postMessage({ to: [0, 0, 0], octets: [octets, octets, octets] }, []);
    process.exit();`;
  const worker = new Worker(code, { eval: true, workerData: { port: link.port, octets }, transferList: [link.port] });
  await once(worker, 'exit');
  await thread.close(2000);
  assert.equal(sink.spans.length, 3);
});

test('too much under way is dropped by the sender, and room comes back', async () => {
  await using sink = await OtlpSink.open();
  const { octets } = finished();
  const { thread } = await open([otlp(sink.url)], 2 * octets.length);
  await using _thread = thread;
  let dropped = 0;
  const port = new ThreadPort(thread.link(), () => void dropped++);
  const send = () => port.send(0, octets.slice());
  assert.deepEqual([send(), send(), send()], [true, true, false]);
  assert.equal(dropped, 1);
  port.flush();
  await thread.flush(1000);
  assert.equal(send(), true);
});

test('a dead collector holds closing up for the deadline, not longer', async () => {
  await using sink = await OtlpSink.open();
  sink.reply = () => 'hang';
  const { thread, count } = await open([otlp(sink.url)]);
  const port = new ThreadPort(thread.link(), assert.fail);
  port.send(0, finished().octets);
  port.flush();
  const begin = performance.now();
  await thread.close(200);
  const took = performance.now() - begin;
  assert.ok(took >= 190 && took < 1900, `${took} ms`);
  assert.equal(count(0, 'deadline'), 1);
  await thread.close(1000);
  await thread.flush(1000);
});

test('warnings of the thread reach the main thread', async () => {
  await using sink = await OtlpSink.open();
  sink.reply = () => ({ status: 400 });
  const { thread, warnings } = await open([otlp(sink.url)]);
  const port = new ThreadPort(thread.link(), assert.fail);
  port.send(0, finished().octets);
  port.flush();
  await thread.flush(1000);
  await thread.close(1000);
  assert.match(warnings.join(), /HTTP status 400/);
});

test('a destination that cannot be opened is an error of the start', async () => {
  await assert.rejects(open([pdns('nonsense')]), (error: Error) => {
    assert.match(error.message, /did not start/);
    assert.match(String(error.cause), /not an address with port: nonsense/);
    return true;
  });
});

test('a thread that fails is started again, and every worker reaches the new one', async () => {
  await using sink = await OtlpSink.open();
  const { thread, warnings, restarts } = await open([otlp(sink.url)]);
  await using _thread = thread;
  const link = thread.link();
  let dropped = 0;
  const ports = [new ThreadPort(link, () => void dropped++), new ThreadPort(thread.link(), assert.fail)];
  link.port.postMessage(poison);
  await until('the thread has ended', () => !thread.running);
  await until('it runs again', () => thread.running && warnings.some((text) => text.includes('started again')));
  assert.equal(restarts(), 1);
  await delay(10);
  for (const port of ports) {
    assert.equal(port.send(0, finished().octets), true);
    port.flush();
  }
  await thread.close(2000);
  assert.deepEqual([sink.spans.length, dropped], [2, 0]);
});

test('without a thread a worker drops and counts; closing does not wait for a restart', async () => {
  await using sink = await OtlpSink.open();
  const { thread, restarts } = await open([otlp(sink.url)], 1 << 20, 60_000);
  await using _thread = thread;
  const link = thread.link();
  let dropped = 0;
  const port = new ThreadPort(link, () => void dropped++);
  link.port.postMessage(poison);
  await until('the thread has ended', () => !thread.running);
  await until('the worker knows', () => !port.send(0, finished().octets));
  const before = dropped;
  assert.equal(port.send(0, finished().octets), false);
  assert.equal(dropped, before + 1);
  const begin = performance.now();
  await thread.close(2000);
  assert.ok(performance.now() - begin < 1000);
  assert.equal(restarts(), 1);
});

test('a thread that cannot start again is tried again, with longer waits', async () => {
  await using sink = await OtlpSink.open();
  const folder = await mkdtemp(path.join(tmpdir(), 'span53-exporter-'));
  const ca = path.join(folder, 'ca.pem');
  await writeFile(ca, '');
  const url = sink.url.replace('http', 'https');
  const { thread, warnings, restarts } = await open([otlp(url, { ca })]);
  await using _thread = thread;
  await rm(folder, { recursive: true });
  thread.link().port.postMessage(poison);
  await until('it was tried twice', () => restarts()! >= 3);
  assert.equal(thread.running, false);
  assert.ok(warnings.includes('exporter thread not started again'));
});
