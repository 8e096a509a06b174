import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExportTraceServiceResponse } from '@span53/proto';
import { exporterContext, type OtlpReply, OtlpSink, testTracer } from '@span53/testkit';
import { OtlpHttp, type OtlpHttpOptions } from './otlp-http.ts';
import { defaultRetry } from './retry.ts';

/** Octets of a trace of one span. */
function trace(): Uint8Array {
  const rig = testTracer();
  rig.tracer.start('dns.server.query', { nowMs: 1000 })!.finish();
  return rig.kept[0]!;
}

const options: Omit<OtlpHttpOptions, 'url'> = {
  headers: { authorization: 'Bearer secret' },
  encoding: 'protobuf',
  compression: 'none',
  tls: {},
  timeoutMs: 2000,
  intervalMs: 10,
  batchTracesMax: 100,
  batchBytesMax: 1 << 20,
  queueBytesMax: 1 << 20,
  retry: { ...defaultRetry, initialMs: 20 },
  userAgent: 'Span53/0.1.0',
};

async function open(settings: Partial<OtlpHttpOptions> = {}, reply?: (request: number) => OtlpReply) {
  const sink = await OtlpSink.open();
  if (reply !== undefined) sink.reply = reply;
  const context = exporterContext();
  const exporter = new OtlpHttp({ url: sink.url, ...options, ...settings }, context);
  return { sink, context, exporter, [Symbol.asyncDispose]: () => closeBoth(exporter, sink) };
}

async function closeBoth(exporter: OtlpHttp, sink: OtlpSink): Promise<void> {
  await exporter[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
}

test('a POST to the path with the headers of OTLP/HTTP', async () => {
  await using rig = await open();
  rig.exporter.offer(trace());
  await rig.sink.until(({ spans }) => spans.length === 1);
  const [request] = rig.sink.requests;
  assert.equal(request!.path, '/v1/traces');
  assert.equal(request!.headers['content-type'], 'application/x-protobuf');
  assert.equal(Number(request!.headers['content-length']), request!.body.length);
  assert.equal(request!.headers['authorization'], 'Bearer secret');
  assert.equal(request!.headers['user-agent'], 'Span53/0.1.0 OTel-OTLP-Exporter-JavaScript/0.1.0');
  await rig.exporter.flush(1000);
  assert.deepEqual(rig.context.counts, { queued: 1, sent: 1 });
});

for (const encoding of ['protobuf', 'json'] as const) {
  test(`gzip and ${encoding} are understood`, async () => {
    await using rig = await open({ encoding, compression: 'gzip' });
    rig.exporter.offer(trace());
    await rig.sink.until(({ spans }) => spans.length === 1);
    assert.equal(rig.sink.requests[0]!.headers['content-encoding'], 'gzip');
    assert.equal(rig.sink.spans[0]!.name, 'dns.server.query');
  });
}

test('a full batch is sent at once, the rest after the interval', async () => {
  await using rig = await open({ intervalMs: 60_000, batchTracesMax: 3 });
  for (let i = 0; i < 4; i++) rig.exporter.offer(trace());
  await rig.sink.until(({ spans }) => spans.length === 3);
  await rig.exporter.flush(1000);
  assert.deepEqual(
    [rig.sink.requests.length, rig.sink.spans.length, rig.context.counts],
    [2, 4, { queued: 4, sent: 4 }],
  );
});

test('octets make a batch full too', async () => {
  const size = trace().length;
  await using rig = await open({ intervalMs: 60_000, batchBytesMax: 2 * size });
  for (let i = 0; i < 2; i++) rig.exporter.offer(trace());
  await rig.sink.until(({ spans }) => spans.length === 2);
  assert.equal(rig.sink.requests.length, 1);
});

const replies: { what: string; first: OtlpReply; attempts: number; warns: RegExp }[] = [
  { what: '429', first: { status: 429, headers: { 'retry-after': '0' } }, attempts: 2, warns: /HTTP status 429/ },
  { what: '502', first: { status: 502 }, attempts: 2, warns: /HTTP status 502/ },
  { what: '503', first: { status: 503 }, attempts: 2, warns: /HTTP status 503/ },
  { what: '504', first: { status: 504 }, attempts: 2, warns: /HTTP status 504/ },
  { what: 'a broken connection', first: 'reset', attempts: 2, warns: /hang up|ECONNRESET/ },
  { what: 'silence', first: 'hang', attempts: 2, warns: /no response within 100 ms/ },
  { what: '400', first: { status: 400, body: 'bad' }, attempts: 1, warns: /HTTP status 400/ },
  { what: '413', first: { status: 413 }, attempts: 1, warns: /HTTP status 413/ },
  { what: '500', first: { status: 500 }, attempts: 1, warns: /HTTP status 500/ },
  {
    what: 'an answer above 4 MiB',
    first: { status: 503, body: new Uint8Array(4 * 1024 * 1024 + 1) },
    attempts: 1,
    warns: /response too large/,
  },
];
for (const { what, first, attempts, warns } of replies) {
  test(`${what}: ${attempts === 1 ? 'given up' : 'repeated'}`, async () => {
    await using rig = await open({ timeoutMs: 100 }, (request) => (request === 1 ? first : { status: 200 }));
    rig.exporter.offer(trace());
    await rig.sink.until(({ requests }) => requests.length === attempts);
    await rig.exporter.flush(2000);
    const counts = attempts === 1 ? { queued: 1, failed: 1 } : { queued: 1, retries: 1, sent: 1 };
    assert.deepEqual(rig.context.counts, counts);
    assert.equal(rig.sink.requests.length, attempts);
    assert.match(rig.context.warnings[0]!, warns);
  });
}

test('Retry-After is waited for', async () => {
  const tooMany = { status: 429, headers: { 'retry-after': '1' } };
  await using rig = await open({}, (request) => (request === 1 ? tooMany : { status: 200 }));
  rig.exporter.offer(trace());
  await rig.sink.until(({ requests }) => requests.length === 2);
  const [first, second] = rig.sink.requests;
  assert.ok(second!.atMs - first!.atMs >= 990, `${second!.atMs - first!.atMs} ms`);
});

test('after so many attempts the batch is given up, and the next one is tried', async () => {
  const retry = { ...options.retry, initialMs: 1, attemptsMax: 3 };
  await using rig = await open({ retry, batchTracesMax: 1 }, (request) => ({ status: request > 3 ? 200 : 503 }));
  rig.exporter.offer(trace());
  rig.exporter.offer(trace());
  await rig.sink.until(({ spans }) => spans.length === 1);
  await rig.exporter.flush(1000);
  assert.deepEqual(rig.context.counts, { queued: 2, retries: 2, failed: 1, sent: 1 });
  assert.equal(rig.context.warnings.length, 2, 'one for the failure, one for the recovery');
});

test('partial success is counted and not repeated', async () => {
  const partialSuccess = { rejectedSpans: { low: 7, high: 0, unsigned: false }, errorMessage: 'too old' };
  const body = ExportTraceServiceResponse.encode({ partialSuccess }).finish();
  await using rig = await open({}, () => ({
    status: 200,
    body,
    headers: { 'content-type': 'application/x-protobuf' },
  }));
  rig.exporter.offer(trace());
  await rig.sink.until(({ requests }) => requests.length === 1);
  await rig.exporter.flush(1000);
  assert.deepEqual(rig.context.counts, { queued: 1, sent: 1, rejected_spans: 7 });
  assert.match(rig.context.warnings[0]!, /accepted in part/);
});

test('partial success in JSON', async () => {
  const body = JSON.stringify({ partialSuccess: { rejectedSpans: '3' } });
  const reply = { status: 200, body, headers: { 'content-type': 'application/json' } };
  await using rig = await open({ encoding: 'json' }, () => reply);
  rig.exporter.offer(trace());
  await rig.sink.until(({ requests }) => requests.length === 1);
  await rig.exporter.flush(1000);
  assert.equal(rig.context.counts.rejected_spans, 3);
});

test('a dead collector: the caller never waits, the queue is bounded, drops are counted', async () => {
  const size = trace().length;
  await using rig = await open({ queueBytesMax: 10 * size, batchTracesMax: 5, timeoutMs: 60_000 }, () => 'hang');
  const begin = performance.now();
  const taken = Array.from({ length: 1000 }, () => rig.exporter.offer(trace())).filter(Boolean).length;
  assert.ok(performance.now() - begin < 2000);
  assert.equal(taken, 15, 'five under way, ten queued');
  assert.deepEqual(rig.context.counts, { queued: 15, queue_full: 985 });
});

test('flush ends at its deadline; closing counts what is lost', async () => {
  await using rig = await open({ timeoutMs: 60_000 }, () => 'hang');
  rig.exporter.offer(trace());
  const begin = performance.now();
  await rig.exporter.flush(100);
  const took = performance.now() - begin;
  assert.ok(took >= 95 && took < 1500, `${took} ms`);
  await rig.exporter[Symbol.asyncDispose]();
  assert.deepEqual(rig.context.counts, { queued: 1, deadline: 1 });
});

test('flush does not sit out the wait before a retry', async () => {
  const retry = { ...defaultRetry, initialMs: 60_000, maxMs: 60_000 };
  await using rig = await open({ retry }, (request) => ({ status: request === 1 ? 503 : 200 }));
  rig.exporter.offer(trace());
  await rig.sink.until(({ requests }) => requests.length === 1);
  await rig.exporter.flush(2000);
  assert.equal(rig.context.counts.sent, 1);
});

test('a trace larger than a batch is dropped', async () => {
  await using rig = await open({ batchBytesMax: 10 });
  assert.equal(rig.exporter.offer(trace()), false);
  assert.deepEqual(rig.context.counts, { too_large: 1 });
});

test('octets that are no traces cost their batch, not the exporter', async () => {
  await using rig = await open({ encoding: 'json' });
  rig.exporter.offer(Uint8Array.of(0x0a, 0xff));
  await rig.exporter.flush(1000);
  rig.exporter.offer(trace());
  await rig.exporter.flush(1000);
  assert.deepEqual(rig.context.counts, { queued: 2, failed: 1, sent: 1 });
});

test('warnings tell where, but not the password or the token in the URL', async () => {
  await using sink = await OtlpSink.open();
  sink.reply = () => ({ status: 400 });
  const context = exporterContext();
  const url = `http://user:hunter2@127.0.0.1:${sink.port}/v1/traces?token=s3cret`;
  await using exporter = new OtlpHttp({ ...options, url }, context);
  exporter.offer(trace());
  await exporter.flush(1000);
  const said = JSON.stringify(context.warnings);
  assert.match(said, new RegExp(`127\\.0\\.0\\.1:${sink.port}/v1/traces: HTTP status 400`));
  assert.doesNotMatch(said, /hunter2|user|s3cret/);
  assert.equal(sink.requests[0]!.path, '/v1/traces?token=s3cret');
  assert.match(String(sink.requests[0]!.headers.authorization), /^(Basic|Bearer)/);
});
