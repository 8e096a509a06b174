import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadYaml, structure } from '@span53/config';
import { decodeTraceparent } from '@span53/dns/edns';
import { IPAddress } from '@span53/dns/inet';
import { MetricsMemory, MetricsRegistry, samples } from '@span53/metrics';
import { expectTrace, hex, OtlpSink } from '@span53/testkit';
import { SpanKind } from '@span53/tracing';
import { nowMs } from '../clock.ts';
import { planTelemetry } from './plan.ts';
import { tracingSchema } from './schema.ts';
import { declareTelemetryMetrics, openTelemetry, TelemetryMain } from './telemetry.ts';

const schema = structure({ tracing: tracingSchema });
const ip = (text: string) => IPAddress.parse(text)!;

function planned(yaml: string) {
  const config = loadYaml({ text: `tracing: ${yaml}`, file: 't.yml', schema }).value.tracing;
  const process = { host: 'host.test', pid: 53 };
  return planTelemetry({ config, app: 'proxy', version: '0.1.0', environment: {}, process });
}

async function open(yaml: string, workers = 1) {
  const plan = planned(yaml);
  const registry = new MetricsRegistry();
  const metrics = declareTelemetryMetrics(registry, plan);
  const memory = MetricsMemory.allocate(registry, 2);
  const warn = (text: string) => assert.fail(text);
  const main = await TelemetryMain.open(plan, { row: memory.row(0), metrics, warn, graceMs: 2000 });
  const worker = openTelemetry(plan, { row: memory.row(1), metrics, workers, link: main.link() });
  const counted = () =>
    Object.fromEntries(
      [...samples(registry, memory)]
        .filter(({ value }) => value > 0)
        .map(({ family, labels, value }) => [`${family.name} ${Object.values(labels).join(' ')}`, value]),
    );
  return { main, worker, counted };
}

test('off: nothing is there, nothing runs', async () => {
  const { main, worker } = await open('{enabled: false}');
  assert.deepEqual([worker.tracing, worker.port, main.link(), main.problems()], [undefined, undefined, undefined, []]);
  worker[Symbol.dispose]();
  await main[Symbol.asyncDispose]();
});

test('a query with TRACEPARENT: from the option to the collector, nothing lost at the end', async () => {
  await using sink = await OtlpSink.open();
  const { main, worker, counted } = await open(
    `{enabled: true, exporter: {type: otlp, url: "${sink.url}", interval: 1h}}`,
  );
  const { tracer, admission, rules } = worker.tracing!;
  const data = hex`00 00 4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7 00`;
  const arrived = nowMs();
  const wall = Date.now();
  const admitted = admission.decide({ peer: ip('127.0.0.1'), nowMs: arrived, option: decodeTraceparent(data, rules) });
  const trace = tracer.open('dns.server.query', arrived, admitted)!;
  trace.root.set('dns.question.name', 'www.example.org.');
  {
    using _client = trace.root.span('dns.client.query', undefined, SpanKind.CLIENT);
  }
  trace.finish();
  worker[Symbol.dispose]();
  await main[Symbol.asyncDispose]();

  const view = expectTrace(sink.spans, { remoteParent: '00f067aa0ba902b7' });
  assert.equal(view.traceId, '4bf92f3577b34da6a3ce929d0e0e4736');
  view.hop('span53-proxy').times(1).with({ 'dns.question.name': 'www.example.org.' });
  assert.ok(Math.abs(Number(view.root.startNs / 1_000_000n) - wall) < 100, 'the time of day');
  assert.deepEqual(counted(), {
    'span53_traces started': 1,
    'span53_traces kept': 1,
    'span53_trace_spans spans': 2,
    'span53_traceparent_received accepted': 1,
    'span53_export_messages otlp queued': 1,
    'span53_export_messages otlp sent': 1,
  });
});

test('recording works without a destination', async () => {
  const { main, worker } = await open('{enabled: true, exporter: []}');
  const trace = worker.tracing!.tracer.open('dns.server.query', nowMs())!;
  assert.ok(trace.snapshot().length > 0);
  trace.finish();
  worker[Symbol.dispose]();
  await main[Symbol.asyncDispose]();
});

test('rates are shared by the workers', async () => {
  const { main, worker } = await open('{enabled: true, exporter: [], max_traces_per_second: 8}', 4);
  const { admission } = worker.tracing!;
  const ask = () => admission.decide({ peer: ip('::1'), nowMs: 0, option: { kind: 'probe' } })!.verdict;
  assert.deepEqual([ask(), ask(), ask()], ['probe', 'probe', 'limited']);
  worker[Symbol.dispose]();
  await main[Symbol.asyncDispose]();
});

test('who may be told trace IDs, and what spans tell of clients', async () => {
  const yaml = '{enabled: true, exporter: [], downstream: [192.0.2.0/24], mask_v4: 24, mask_v6: 48}';
  const { main, worker } = await open(yaml);
  const { maySendTo, maskedClient } = worker.tracing!;
  assert.deepEqual(
    ['192.0.2.1', '::ffff:192.0.2.1', '198.51.100.1', '2001:db8::1'].map((text) => maySendTo(ip(text))),
    [true, true, false, false],
  );
  assert.deepEqual(
    ['203.0.113.77', '::ffff:203.0.113.77', '2001:db8:1:2::3'].map((text) => maskedClient(ip(text))),
    ['203.0.113.0', '203.0.113.0', '2001:db8:1::'],
  );
  worker[Symbol.dispose]();
  await main[Symbol.asyncDispose]();
});

test('a destination that cannot be opened stops the start', async () => {
  const yaml = '{enabled: true, exporter: {type: otlp, url: "https://127.0.0.1:1/", tls: {ca_file: /nowhere/ca.pem}}}';
  const plan = planned(yaml);
  const registry = new MetricsRegistry();
  const metrics = declareTelemetryMetrics(registry, plan);
  const row = MetricsMemory.allocate(registry, 1).row(0);
  await assert.rejects(TelemetryMain.open(plan, { row, metrics, warn: () => {}, graceMs: 0 }), /did not start/);
});

test('an exporter thread that failed is a problem until it runs again', async () => {
  await using sink = await OtlpSink.open();
  const plan = planned(`{enabled: true, exporter: {type: otlp, url: "${sink.url}"}}`);
  const registry = new MetricsRegistry();
  const metrics = declareTelemetryMetrics(registry, plan);
  const row = MetricsMemory.allocate(registry, 1).row(0);
  await using main = await TelemetryMain.open(plan, { row, metrics, warn: () => {}, graceMs: 2000 });
  main.link()!.port.postMessage({});
  const seen = new Set<string>();
  const deadline = nowMs() + 10_000;
  while (!(seen.size === 1 && main.problems().length === 0)) {
    assert.ok(nowMs() < deadline, `${[...seen]}`);
    for (const problem of main.problems()) seen.add(problem);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.deepEqual([...seen], ['the exporter thread is not running']);
  assert.equal(row[metrics.export.threadRestarts], 1);
});
