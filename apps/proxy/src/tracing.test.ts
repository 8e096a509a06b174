/** What PowerDNS' regression tests assert of dnsdist's tracing (D-01 to D-18, O-01 to O-03), on our set of spans. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeOptions, encodeTraceparent, decodeTraceparent, OptionCode } from '@span53/dns/edns';
import { MessageView, RCode, Section } from '@span53/dns/wire';
import { expectTrace, OtlpSink, PdnsSink, plainSpans } from '@span53/testkit';

import { octetsOf } from './bed.test.ts';
import { FakeBackend, Rig } from './rig.test.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';
const context = encodeTraceparent(Buffer.from(TRACE_ID, 'hex'), Buffer.from(PARENT_ID, 'hex'), 0);
const options = encodeOptions([{ code: OptionCode.TRACEPARENT, data: context }]);
const query = octetsOf('www.example A');
const traced = octetsOf('www.example A', { udpSize: 1232, options });
const cached = 'packet_caches: [{name: cache, size: 100}]\npools: [{name: "", packet_cache: cache}]';

const on = 'logging: {open_telemetry_tracing: {enabled: true}}';
const stream = (sink: PdnsSink) => `remote_logging: {protobuf_loggers: [{name: pblog, address: "${sink.address}"}]}`;
const setTrace = (more = '') =>
  `{name: Enable tracing, selector: {type: All}, action: {type: SetTrace, value: true${more}}}`;
const logResponse = (more = '') => {
  const action = `{type: RemoteLog, logger_name: pblog${more}}`;
  return `response_rules: [{name: Do PB logging, selector: {type: All}, action: ${action}}]`;
};

/** One message of the PowerDNS stream. */
type PBDNSMessage = PdnsSink['messages'][number];

/** `PBDNSMessage.Type.InternalType`. */
const INTERNAL = 5;

interface Wanted {
  readonly rules?: readonly string[];
  readonly more?: string;
  readonly protocol?: 'udp' | 'tcp';
  readonly octets?: Buffer;
  readonly messages?: number;
  readonly backend?: string;
}

/** Asks once and gives what arrived at the receiver of the PowerDNS stream, and at the backend. */
async function ask(wanted: Wanted) {
  await using sink = await PdnsSink.open();
  await using backend = await FakeBackend.open();
  const rules = wanted.rules === undefined ? '' : `query_rules: [${wanted.rules.join(', ')}]`;
  const backends = `backends: [${backend.entry('one', wanted.backend ?? 'health_checks: {mode: up}')}]`;
  await using rig = await Rig.open([on, stream(sink), rules, wanted.more ?? '', backends].join('\n'));
  const octets = wanted.octets ?? query;
  const answer = wanted.protocol === 'tcp' ? await rig.tcp(octets, 700) : await rig.udp(octets, 700);
  await sink.until(({ messages }) => messages.length >= (wanted.messages ?? 1));
  return { answer, messages: sink.messages, seen: backend.queries };
}

function spansOf(message: PBDNSMessage | undefined) {
  return plainSpans(message!.openTelemetryData!);
}

const hexOf = (octets: Uint8Array | null | undefined): string => Buffer.from(octets ?? []).toString('hex');
const names = (message: PBDNSMessage | undefined) =>
  spansOf(message)
    .map(({ name }) => name)
    .toSorted();
const hasTrace = ({ openTelemetryData: data, openTelemetryTraceID: id }: PBDNSMessage): boolean[] => [
  (id?.length ?? 0) > 0,
  (data?.length ?? 0) > 0,
];

for (const protocol of ['udp', 'tcp'] as const) {
  test(`D-01, D-05, D-06, D-08, ${protocol}: RemoteLog carries the trace ID and the spans so far`, async () => {
    const { messages } = await ask({ rules: [setTrace()], more: logResponse(), protocol });
    const [message] = messages;
    assert.deepEqual(hasTrace(message!), [true, true]);
    assert.deepEqual(names(message), [
      'dns.backend.select',
      'dns.client.query',
      'dns.rule',
      'dns.rule',
      'dns.rules',
      'dns.rules',
      'dns.server.query',
    ]);
    const rules = spansOf(message).map(({ attributes }) => attributes['dns.proxy.rule.name']);
    assert.deepEqual(
      rules.filter((name) => name !== undefined),
      ['Enable tracing', 'Do PB logging'],
    );
    for (const { traceId } of spansOf(message)) assert.equal(traceId, hexOf(message!.openTelemetryTraceID));
    assert.equal(message!.question!.qName, 'www.example.');
    assert.deepEqual(
      message!.response!.rrs!.map(({ rdata }) => hexOf(rdata)),
      ['c0000201'],
    );
  });
}

test('D-02, D-03, D-04: resource, scope attribute instance, and PowerDNS’ attributes when asked for', async () => {
  const more = `${logResponse()}\ntracing: {legacy_attributes: true, instance_id: edge-1}`;
  const { messages } = await ask({ rules: [setTrace()], more });
  const [root] = spansOf(messages[0]);
  assert.equal(root!.resource['service.name'], 'span53-proxy');
  assert.deepEqual(root!.scope.attributes, { instance: 'edge-1' });
  const legacy = Object.entries(root!.attributes).filter(([key]) => key.startsWith('query.'));
  assert.deepEqual(legacy.slice(0, 3), [
    ['query.qname', 'www.example'],
    ['query.qtype', 'A'],
    ['query.remote.address', '127.0.0.1'],
  ]);
  assert.equal(legacy[3]![0], 'query.remote.port');
});

for (const protocol of ['udp', 'tcp'] as const) {
  test(`D-07, ${protocol}: with delay: true the message comes at the end, with every span closed`, async () => {
    const { messages } = await ask({ rules: [setTrace()], more: logResponse(', delay: true'), protocol });
    const spans = spansOf(messages[0]);
    expectTrace(spans);
    assert.equal(spans.find(({ name }) => name === 'dns.server.query')!.attributes['dns.response_code'], 'NOERROR');
    assert.equal(messages[0]!.question!.qName, 'www.example.');
  });
}

test('D-09: use_incoming_traceparent: the root has the sent parent and an ID of its own', async () => {
  const rules = [setTrace(', use_incoming_traceparent: true')];
  const { messages } = await ask({ rules, more: logResponse(), octets: traced });
  assert.equal(hexOf(messages[0]!.openTelemetryTraceID), TRACE_ID);
  const { root } = expectTrace(spansOf(messages[0]), { remoteParent: PARENT_ID });
  assert.deepEqual([root.traceId, root.parentSpanId], [TRACE_ID, PARENT_ID]);
  assert.notEqual(root.spanId, PARENT_ID);
});

test('D-10: without the option there is a trace ID all the same', async () => {
  const { messages } = await ask({ rules: [setTrace(', use_incoming_traceparent: true')], more: logResponse() });
  assert.deepEqual(hasTrace(messages[0]!), [true, true]);
});

test('D-11: neither strip nor send: the backend gets the client’s query as it is', async () => {
  const { seen } = await ask({
    rules: [setTrace(', use_incoming_traceparent: true')],
    more: logResponse(),
    octets: traced,
  });
  assert.deepEqual(seen[0]!.octets.subarray(2), traced.subarray(2));
});

test('D-12, D-13: no SetTrace, or SetTrace false after true: neither field', async () => {
  const off = '{selector: {type: All}, action: {type: SetTrace, value: false}}';
  for (const rules of [[], [setTrace(', remote_loggers: [pblog]'), off]]) {
    const { messages } = await ask({ rules, more: logResponse() });
    assert.deepEqual(hasTrace(messages[0]!), [false, false]);
    assert.equal(messages.length, 1, 'no trace-only message either');
  }
});

for (const protocol of ['udp', 'tcp'] as const) {
  test(`D-14, ${protocol}: remote_loggers get the trace alone, without any RemoteLog rule`, async () => {
    const { messages } = await ask({ rules: [setTrace(', remote_loggers: [pblog]')], protocol });
    const [message] = messages;
    assert.equal(message!.type, INTERNAL);
    assert.ok(message!.question == null && message!.response == null, 'nothing but the trace');
    expectTrace(spansOf(message));
    assert.ok(names(message).includes('dns.client.query'));
  });

  test(`D-15, ${protocol}: also when a response rule drops the answer; the client gets nothing`, async () => {
    const more = 'response_rules: [{name: Drop, selector: {type: All}, action: {type: Drop}}]';
    const { answer, messages } = await ask({ rules: [setTrace(', remote_loggers: [pblog]')], more, protocol });
    assert.equal(answer, undefined);
    const rules = spansOf(messages[0]).map(({ attributes }) => attributes['dns.proxy.rule.name']);
    assert.ok(rules.includes('Drop'));
  });

  test(`D-16, ${protocol}: also for a spoofed answer, without spans of backends`, async () => {
    const spoof = '{name: Spoof A record, selector: {type: All}, action: {type: Spoof, ips: [192.0.2.9]}}';
    const { answer, messages, seen } = await ask({ rules: [setTrace(', remote_loggers: [pblog]'), spoof], protocol });
    assert.equal(answer!.count(Section.ANSWER), 1);
    assert.equal(seen.length, 0);
    assert.deepEqual(names(messages[0]), ['dns.rule', 'dns.rule', 'dns.rules', 'dns.server.query']);
  });

  test(`D-17, ${protocol}: strip_incoming_traceparent keeps the option from the backend`, async () => {
    const rules = [
      setTrace(', use_incoming_traceparent: true, strip_incoming_traceparent: true, remote_loggers: [pblog]'),
    ];
    const { seen } = await ask({ rules, octets: traced, protocol });
    assert.equal(MessageView.open(seen[0]!.octets)!.opt!.find(OptionCode.TRACEPARENT), -1);
  });

  test(`D-18, ${protocol}: send_downstream_traceparent names this attempt; the client sees no OPT`, async () => {
    const rules = [setTrace(', send_downstream_traceparent: true, remote_loggers: [pblog]')];
    const { answer, messages, seen } = await ask({ rules, protocol });
    const { opt } = MessageView.open(seen[0]!.octets)!;
    const sent = decodeTraceparent(opt!.option(OptionCode.TRACEPARENT)!);
    assert.ok(sent.kind === 'continue');
    const attempt = spansOf(messages[0]).find(({ name }) => name === 'dns.client.query')!;
    assert.deepEqual([hexOf(sent.traceId), hexOf(sent.spanId), sent.flags & 1], [attempt.traceId, attempt.spanId, 1]);
    assert.deepEqual([opt!.udpSize, answer!.opt], [512, undefined]);
  });
}

test('send_downstream_traceparent replaces the client’s option and keeps its UDP size', async () => {
  const rules = [
    setTrace(', use_incoming_traceparent: true, send_downstream_traceparent: true, remote_loggers: [pblog]'),
  ];
  const { messages, seen } = await ask({ rules, octets: traced });
  const { opt } = MessageView.open(seen[0]!.octets)!;
  const sent = decodeTraceparent(opt!.option(OptionCode.TRACEPARENT)!);
  assert.ok(sent.kind === 'continue');
  assert.equal(hexOf(sent.traceId), TRACE_ID);
  assert.notEqual(hexOf(sent.spanId), PARENT_ID);
  assert.deepEqual([opt!.udpSize, Array.from(opt!.options()).length], [1232, 1]);
  expectTrace(spansOf(messages[0]), { remoteParent: PARENT_ID });
});

test('traceparent: off keeps the option from a backend whatever rules say', async () => {
  const rules = [setTrace(', send_downstream_traceparent: true, remote_loggers: [pblog]')];
  const { seen } = await ask({ rules, backend: 'traceparent: off, health_checks: {mode: up}' });
  assert.equal(MessageView.open(seen[0]!.octets)!.opt, undefined);
});

test('O-01, O-02, O-03: SetTrace to an OTLP logger: one POST to the path, protobuf, within two seconds', async () => {
  await using sink = await OtlpSink.open();
  await using backend = await FakeBackend.open();
  const loggers = `remote_logging: {otlp_loggers: [{name: otlp, address: "${sink.url}", interval: 1}]}`;
  const rules = `query_rules: [${setTrace(', remote_loggers: [otlp]')}]`;
  await using rig = await Rig.open([on, loggers, rules, `backends: [${backend.entry()}]`].join('\n'));
  await rig.udp(query);
  await sink.until(({ spans }) => spans.length > 0, 3000);
  const [request] = sink.requests;
  assert.deepEqual([request!.path, request!.headers['content-type']], ['/v1/traces', 'application/x-protobuf']);
  assert.ok(request!.body.length > 0);
  expectTrace(sink.spans);
});

/** A proxy with our own `tracing`, whose traces go to an OTLP sink. */
async function ownTracing(yaml: string, more = '') {
  await using scope = new AsyncDisposableStack();
  const sink = scope.use(await OtlpSink.open());
  const tracing = `tracing: {enabled: true, exporter: {type: otlp, url: "${sink.url}", interval: 20ms}${more}}`;
  const rig = scope.use(await Rig.open(`${yaml}\n${tracing}`));
  const owned = scope.move();
  return { sink, rig, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('our own tracing: miss and hit as one trace each', async () => {
  await using backend = await FakeBackend.open();
  await using own = await ownTracing(`backends: [${backend.entry()}]\n${cached}`);
  await own.rig.udp(query);
  await own.rig.udp(query);
  await own.sink.until(({ spans }) => spans.filter(({ name }) => name === 'dns.server.query').length === 2);
  const ids = [...new Set(own.sink.spans.map(({ traceId }) => traceId))];
  const [miss, hit] = ids.map((id) => expectTrace(own.sink.trace(id)));
  const order = (view: typeof miss) => view!.spans.map(({ name }) => name);
  assert.deepEqual(order(miss), [
    'dns.server.query',
    'dns.cache.lookup',
    'dns.backend.select',
    'dns.client.query',
    'dns.cache.store',
  ]);
  assert.deepEqual(order(hit), ['dns.server.query', 'dns.cache.lookup']);
  assert.equal(hit!.named('dns.cache.lookup')[0]!.attributes['dns.cache.hit'], true);
  const { attributes } = miss!.root;
  assert.deepEqual(
    [
      'dns.question.name',
      'dns.question.type',
      'dns.response_code',
      'dns.protocol',
      'network.transport',
      'client.address',
    ].map((key) => attributes[key]),
    ['www.example.', 'A', 'NOERROR', 'do53', 'udp', '127.0.0.1'],
  );
  const client = miss!.named('dns.client.query')[0]!;
  assert.deepEqual([client.kind, client.attributes['server.port']], [3, backend.port]);
});

test('a retry is two attempts: the first timed out, the second counts, each with a parent ID of its own', async () => {
  await using silent = await FakeBackend.open(() => undefined);
  await using other = await FakeBackend.open();
  const first = silent.entry('silent', 'order: 1, traceparent: on, health_checks: {mode: up}');
  const second = other.entry('other', 'order: 2, traceparent: on, health_checks: {mode: up}');
  await using own = await ownTracing(`backends: [${first}, ${second}]\nretry: {count: 1, timeout_ms: 100}`);
  await own.rig.udp(query);
  await own.sink.until(({ spans }) => spans.length > 0);
  const view = expectTrace(own.sink.spans);
  const attempts = view.named('dns.client.query');
  assert.deepEqual(
    attempts.map(({ attributes, status }) => [attributes['error.type'], attributes['dns.retry.count'], status.code]),
    [
      ['timeout', undefined, 2],
      [undefined, 1, 0],
    ],
  );
  const sent = [silent, other].map(({ queries }) => {
    const option = MessageView.open(queries[0]!.octets)!.opt!.option(OptionCode.TRACEPARENT)!;
    return Buffer.from(option.subarray(18, 26)).toString('hex');
  });
  assert.deepEqual(
    sent,
    attempts.map(({ spanId }) => spanId),
  );
  assert.equal(view.root.status.code, 0, 'a failure that was made good marks only its attempt');
});

test('tracing.accept: an allowed sender’s trace is continued, a denied one’s option is as if absent', async () => {
  for (const [source, expected] of [
    ['127.0.0.0/8', PARENT_ID],
    ['192.0.2.0/24', ''],
  ] as const) {
    await using backend = await FakeBackend.open();
    await using own = await ownTracing(`backends: [${backend.entry()}]`, `, accept: [{sources: [${source}]}]`);
    await own.rig.udp(traced);
    await own.sink.until(({ spans }) => spans.length > 0);
    const { root } = expectTrace(own.sink.spans, { remoteParent: expected });
    assert.equal(root.traceId === TRACE_ID, expected === PARENT_ID);
    assert.equal(MessageView.open(backend.queries[0]!.octets)!.opt!.find(OptionCode.TRACEPARENT), -1);
  }
});

test('a probe (option without data) is answered with the trace ID and our SERVER span', async () => {
  await using backend = await FakeBackend.open();
  await using own = await ownTracing(`backends: [${backend.entry()}]\n${cached}`);
  const probe = encodeOptions([{ code: OptionCode.TRACEPARENT, data: new Uint8Array(0) }]);
  const answer = await own.rig.udp(octetsOf('www.example A', { udpSize: 1232, options: probe }));
  await own.sink.until(({ spans }) => spans.length > 0);
  const told = decodeTraceparent(answer!.opt!.option(OptionCode.TRACEPARENT)!);
  const { root } = expectTrace(own.sink.spans);
  assert.ok(told.kind === 'continue');
  assert.deepEqual([hexOf(told.traceId), hexOf(told.spanId), told.flags], [root.traceId, root.spanId, 3]);
  const later = await own.rig.udp(octetsOf('www.example A', { udpSize: 1232 }));
  assert.equal(later!.opt?.find(OptionCode.TRACEPARENT) ?? -1, -1, 'it was not cached');
});

test('no backend: SERVFAIL and an ERROR on the root', async () => {
  await using backend = await FakeBackend.open();
  const entry = backend.entry('one', 'health_checks: {mode: down}');
  await using own = await ownTracing(`backends: [${entry}]\nload_balancing_policies: {servfail_on_no_server: true}`);
  assert.equal((await own.rig.udp(query))!.rcode, RCode.SERVFAIL);
  await own.sink.until(({ spans }) => spans.length > 0);
  const { root } = expectTrace(own.sink.spans);
  assert.deepEqual([root.status.code, root.attributes['error.type']], [2, 'no_backend']);
});

test('no answer in time: the root says timeout; a rule that drops is no error', async () => {
  await using backend = await FakeBackend.open(() => undefined);
  const entry = backend.entry('one', 'udp_timeout: 1, health_checks: {mode: up}');
  const drop = 'query_rules: [{selector: {type: QName, qname: drop.example}, action: {type: Drop}}]';
  await using own = await ownTracing(`backends: [${entry}]\n${drop}`);
  await Promise.all([own.rig.udp(query, 1400), own.rig.udp(octetsOf('drop.example A'), 100)]);
  await own.sink.until(({ spans }) => spans.filter(({ name }) => name === 'dns.server.query').length === 2);
  const roots = own.sink.spans.filter(({ name }) => name === 'dns.server.query');
  const told = roots.map(({ status, attributes }) => [
    attributes['dns.question.name'],
    status.code,
    attributes['error.type'],
    attributes['dns.policy.kind'],
  ]);
  assert.deepEqual(told.toSorted(), [
    ['drop.example.', 0, undefined, 'Drop'],
    ['www.example.', 2, 'timeout', undefined],
  ]);
});

test('w3c: an unsampled trace is not recorded here, and its context is passed on as it came', async () => {
  await using backend = await FakeBackend.open();
  const accept = 'accept: [{sources: [127.0.0.0/8], honour_sampled_flag: w3c}]';
  const entry = backend.entry('one', 'traceparent: on, health_checks: {mode: up}');
  await using own = await ownTracing(`backends: [${entry}]`, `, ${accept}`);
  await own.rig.udp(traced);
  const { opt } = MessageView.open(backend.queries[0]!.octets)!;
  assert.deepEqual(Buffer.from(opt!.option(OptionCode.TRACEPARENT)!), Buffer.from(context));
  assert.equal(own.rig.metric('span53_traces'), 0);
});

test('a signed query gets no TRACEPARENT, and the attempt says why', async () => {
  await using backend = await FakeBackend.open();
  const entry = backend.entry('one', 'traceparent: on, health_checks: {mode: up}');
  await using own = await ownTracing(`backends: [${entry}]`);
  const tsig = Buffer.from('03 6b6579 00 00fa 00ff 00000000 0002 0102'.replaceAll(' ', ''), 'hex');
  const signed = Buffer.concat([query, tsig]);
  signed.writeUInt16BE(1, 10);
  await own.rig.udp(signed);
  await own.sink.until(({ spans }) => spans.length > 0);
  const attempt = expectTrace(own.sink.spans).named('dns.client.query')[0]!;
  assert.deepEqual(
    attempt.events.map(({ name }) => name),
    ['dns.traceparent.skipped_tsig'],
  );
  assert.deepEqual(backend.queries[0]!.octets.subarray(2), signed.subarray(2));
});

test('delay: true without a trace: the message goes at once', async () => {
  const { messages } = await ask({ more: logResponse(', delay: true') });
  assert.deepEqual([messages[0]!.type, ...hasTrace(messages[0]!)], [2, false, false]);
});
