/** Traces of whole queries: our own `tracing.*` keys, and PowerDNS' conditions with its protobuf stream. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OptionCode } from '@span53/dns/edns';
import type { MessageView } from '@span53/dns/wire';
import { expectTrace, OtlpSink, PdnsSink, plainSpans, type PlainSpan, toHex } from '@span53/testkit';
import { octetsOf, Rig } from './rig.test.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';
const option = (flags = '01') => ({
  code: OptionCode.TRACEPARENT,
  data: Buffer.from(`0000${TRACE_ID}${PARENT_ID}${flags}`, 'hex'),
});
const parentIn = (view: MessageView): string | undefined => {
  const data = view.opt?.option(OptionCode.TRACEPARENT);
  return data === undefined ? undefined : toHex(data.subarray(18, 26));
};
const tracingTo = (sink: OtlpSink): string =>
  `enabled: true, exporter: {type: otlp, url: "${sink.url}", interval: 10ms}`;
const names = (spans: readonly PlainSpan[]): string[] => spans.map(({ name }) => name);

test('one trace: a step per zone cut, a CLIENT span per attempt, its ID in the TRACEPARENT sent', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({
    tracing: tracingTo(sink),
    outgoing: 'traceparent_to: ["127.0.0.2/31", "shop.test"]',
  });
  const answer = await rig.udp(octetsOf('alias.shop.test. A', { options: [option()] }));
  assert.equal(answer?.opt?.find(OptionCode.TRACEPARENT), -1, 'never echoed');
  await sink.until(({ spans }) => spans.some(({ name }) => name === 'dns.server.query'));
  const view = expectTrace(sink.trace(TRACE_ID), { remoteParent: PARENT_ID });
  const { attributes } = view.root;
  assert.equal(attributes['dns.question.name'], 'alias.shop.test.');
  assert.equal(attributes['dns.response_code'], 'NOERROR');
  assert.equal(attributes['dns.resolver.out_queries'], 3);
  const [resolve] = view.named('dns.resolve');
  assert.deepEqual(names(view.children(view.root)), ['dns.cache.lookup', 'dns.resolve']);
  const steps = view.children(resolve!).filter(({ name }) => name === 'dns.resolve.step');
  assert.deepEqual(
    steps.map((step) => step.attributes['dns.resolver.zone']),
    ['.', 'test.', 'shop.test.'],
  );
  const attempts = view.named('dns.client.query');
  assert.deepEqual(
    attempts.map((span) => [span.attributes['server.address'], span.attributes['dns.question.name']]),
    [
      ['127.0.0.2', 'test.'],
      ['127.0.0.3', 'shop.test.'],
      ['127.0.0.4', 'alias.shop.test.'],
    ],
  );
  for (const [at, server] of [rig.root, rig.test, rig.shop].entries()) {
    const asked = server.queries.map(({ view: query }) => query).filter(({ qname }) => !qname.isRoot);
    assert.deepEqual(asked.map(parentIn), [attempts[at]!.spanId]);
  }
});

test('the look-up of a name server’s address is a span of the zone that needs it', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({ tracing: tracingTo(sink) });
  await rig.udp(octetsOf('www.far.test. A', { options: [option()] }));
  await sink.until(({ spans }) => spans.some(({ name }) => name === 'dns.server.query'));
  const view = expectTrace(sink.trace(TRACE_ID), { remoteParent: PARENT_ID });
  const [lookUp] = view.named('dns.resolve.ns_address');
  assert.equal(lookUp?.attributes['dns.resolver.ns'], 'host.shop.test.');
  assert.equal(lookUp.attributes['dns.resolver.depth'], 1);
  const below = view.children(lookUp).map((span) => span.attributes['dns.resolver.zone'] ?? span.name);
  assert.deepEqual(below, ['dns.cache.lookup', 'test.', 'shop.test.']);
});

test('TRACEPARENT goes to nobody unless configured', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({ tracing: tracingTo(sink) });
  await rig.udp(octetsOf('www.shop.test. A', { options: [option()] }));
  for (const server of [rig.root, rig.test, rig.shop]) {
    for (const { view } of server.queries) assert.equal(parentIn(view), undefined);
  }
});

test('TRACEPARENT goes to nobody for a trace that is only recorded for the tail rules', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({
    tracing: `${tracingTo(sink)}, sampler: {type: always_off}, tail: {rcodes: [NOERROR]}`,
    outgoing: 'traceparent_to: ["127.0.0.2/31", "shop.test"]',
  });
  await rig.udp(octetsOf('www.shop.test. A'));
  await sink.until(({ spans }) => spans.some(({ name }) => name === 'dns.server.query'));
  for (const server of [rig.root, rig.test, rig.shop]) {
    for (const { view } of server.queries) assert.equal(parentIn(view), undefined);
  }
});

test('w3c: what the sender does not sample is not recorded here, and its context is passed on as it came', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({
    tracing: `${tracingTo(sink)}, accept: [{sources: ["127.0.0.0/8"], honour_sampled_flag: w3c}]`,
    outgoing: 'traceparent_to: ["127.0.0.2/31", "shop.test"]',
  });
  await rig.udp(octetsOf('www.shop.test. A', { options: [option('02')] }));
  for (const server of [rig.root, rig.test, rig.shop]) {
    const asked = server.queries.map(({ view }) => view).filter(({ qname }) => !qname.isRoot);
    const passed = asked.map((view) => toHex(view.opt!.option(OptionCode.TRACEPARENT) ?? new Uint8Array()));
    assert.deepEqual(passed, [`0000${TRACE_ID}${PARENT_ID}02`]);
  }
  await rig.udp(octetsOf('host.shop.test. A', { options: [option('03')] }));
  await sink.until(({ spans }) => spans.length > 0);
  const view = expectTrace(sink.trace(TRACE_ID), { remoteParent: PARENT_ID });
  assert.equal(view.root.attributes['dns.question.name'], 'host.shop.test.');
});

test('traced and untraced queries share cache entries and answers (tracing reference 1.10)', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({ tracing: `${tracingTo(sink)}, sampler: {type: always_off}` });
  const plain = await rig.udp(octetsOf('www.shop.test. A'));
  const traced = await rig.udp(octetsOf('www.shop.test. A', { options: [option()] }));
  assert.equal(toHex(traced!.octets), toHex(plain!.octets));
  assert.equal(rig.metric('pdns_recursor_packetcache_hits'), 1);
  await sink.until(({ spans }) => spans.length > 0);
  const view = expectTrace(sink.trace(TRACE_ID), { remoteParent: PARENT_ID });
  assert.deepEqual(names(view.spans), ['dns.server.query', 'dns.cache.lookup']);
  assert.equal(view.named('dns.cache.lookup')[0]!.attributes['dns.cache.hit'], true);
});

test('failed attempts are errors of their spans: timeout, retry, then what the client gets', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({ tracing: tracingTo(sink) });
  rig.shop.host = () => undefined;
  await rig.udp(octetsOf('www.shop.test. A', { options: [option()] }));
  await sink.until(({ spans }) => spans.some(({ name }) => name === 'dns.server.query'));
  const view = expectTrace(sink.trace(TRACE_ID), { remoteParent: PARENT_ID });
  const failed = view.named('dns.client.query').filter(({ status }) => status.code === 2);
  assert.deepEqual(
    failed.map(({ attributes }) => [attributes['error.type'], attributes['dns.retry.count']]),
    [
      ['timeout', undefined],
      ['timeout', 1],
    ],
  );
  assert.ok(failed[1]!.events.some(({ name }) => name === 'dns.retry'));
  assert.equal(view.root.status.code, 2);
  assert.equal(view.root.attributes['dns.ede.code'], 22);
});

test('who joins a resolution under way links to its trace', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({ tracing: tracingTo(sink) });
  const { host } = rig.shop;
  rig.shop.host = () => undefined;
  rig.shop.before = (query, send) => void setTimeout(() => send(host(query, 'udp')!), 50);
  await Promise.all([1, 2].map((id) => rig.udp(octetsOf('www.shop.test. A', { id }))));
  const roots = () => sink.spans.filter(({ name }) => name === 'dns.server.query');
  await sink.until(() => roots().length === 2);
  const follower = roots().find(({ links }) => links.length > 0);
  const leader = roots().find(({ links }) => links.length === 0);
  assert.equal(follower?.attributes['dns.resolver.coalesced'], true);
  assert.equal(follower.links[0]!.traceId, leader!.traceId);
});

test('a probe is told its trace: TRACEPARENT without data', async () => {
  await using sink = await OtlpSink.open();
  await using rig = await Rig.open({ tracing: tracingTo(sink) });
  const probe = { code: OptionCode.TRACEPARENT, data: Buffer.alloc(0) };
  for (const answer of [
    await rig.udp(octetsOf('www.shop.test. A', { options: [probe] })),
    await rig.udp(octetsOf('www.shop.test. A', { options: [probe] })),
  ]) {
    const data = answer!.opt!.option(OptionCode.TRACEPARENT)!;
    const traceId = toHex(data.subarray(2, 18));
    await sink.until(() => sink.trace(traceId).length > 0);
    assert.equal(expectTrace(sink.trace(traceId)).root.spanId, toHex(data.subarray(18, 26)));
  }
});

const conditions = (text: string, sink: PdnsSink) => ({
  recursor: 'event_trace_enabled: 4',
  logging: `opentelemetry_trace_conditions: [${text}], protobuf_servers: [{servers: ["${sink.address}"]}]`,
});

/** PowerDNS' regression tests, tracing reference 7.3: what the response message carries. */
const assertions = [
  { id: 'R-04', acl: '{acls: ["0.0.0.0/0"]}', ask: 'www.shop.test. A', option: false, spans: true, traceId: true },
  { id: 'R-05', acl: '{acls: ["0.0.0.0/0"]}', ask: 'alias.shop.test. A', option: false, spans: true, traceId: true },
  {
    id: 'R-06',
    acl: '{acls: ["0.0.0.0/0"], traceid_only: true}',
    ask: 'www.shop.test. A',
    option: true,
    spans: false,
    traceId: true,
  },
  {
    id: 'R-07 A',
    acl: '{acls: ["0.0.0.0/0"], qtypes: [A]}',
    ask: 'www.shop.test. A',
    option: true,
    spans: true,
    traceId: true,
  },
  {
    id: 'R-07 AAAA',
    acl: '{acls: ["0.0.0.0/0"], qtypes: [A]}',
    ask: 'www.shop.test. AAAA',
    option: true,
    spans: false,
    traceId: true,
  },
  {
    id: 'R-08 match',
    acl: '{acls: ["0.0.0.0/0"], qnames: [www.shop.test]}',
    ask: 'www.shop.test. A',
    option: false,
    spans: true,
    traceId: true,
  },
  {
    id: 'R-08 other',
    acl: '{acls: ["0.0.0.0/0"], qnames: [www.shop.test]}',
    ask: 'alias.shop.test. A',
    option: true,
    spans: false,
    traceId: true,
  },
  {
    id: 'R-09',
    acl: '{acls: ["0.0.0.0/0"], qnames: [www.shop.test], qtypes: [TXT]}',
    ask: 'www.shop.test. A',
    option: false,
    spans: false,
    traceId: false,
  },
  {
    id: 'R-10 with option',
    acl: '{acls: ["0.0.0.0/0"], edns_option_required: true}',
    ask: 'www.shop.test. A',
    option: true,
    spans: true,
    traceId: true,
  },
  {
    id: 'R-10 without',
    acl: '{acls: ["0.0.0.0/0"], edns_option_required: true}',
    ask: 'www.shop.test. A',
    option: false,
    spans: false,
    traceId: false,
  },
  { id: 'R-11', acl: '{acls: ["::/0"]}', ask: 'www.shop.test. A', option: true, spans: false, traceId: false },
];
for (const { id, acl, ask, option: sends, spans, traceId } of assertions) {
  const what = `${acl} and ${ask} ${sends ? 'with' : 'without'} TRACEPARENT`;
  test(`${id}: ${what}, over UDP and TCP, miss and hit`, async () => {
    await using sink = await PdnsSink.open();
    await using rig = await Rig.open(conditions(acl, sink));
    // PowerDNS sends flags 00 and means it.
    const query = octetsOf(ask, sends ? { options: [option('00')] } : {});
    await rig.udp(query);
    await rig.udp(query);
    await rig.tcp(query);
    await sink.until(({ messages }) => messages.length === 6);
    const responses = sink.messages.filter(({ type }) => type === 2);
    assert.deepEqual(
      responses.map(({ packetCacheHit }) => packetCacheHit),
      [false, true, false],
    );
    for (const { openTelemetryData: data, openTelemetryTraceID: trace } of responses) {
      assert.equal((data?.length ?? 0) > 0, spans);
      assert.equal((trace?.length ?? 0) === 16, traceId);
      if (sends && traceId) assert.equal(toHex(trace!), TRACE_ID);
    }
    if (spans) {
      const [first] = responses;
      const inMessage = plainSpans(first!.openTelemetryData!);
      const view = expectTrace(inMessage, sends ? { remoteParent: PARENT_ID } : {});
      assert.equal(view.root.name, 'dns.server.query');
      assert.equal(view.traceId, toHex(first!.openTelemetryTraceID!));
    }
  });
}

test('R-01 to R-03: query and response messages with what PowerDNS puts in', async () => {
  await using sink = await PdnsSink.open();
  await using rig = await Rig.open({
    ...conditions('{acls: ["127.0.0.0/8"]}', sink),
    recursor: 'event_trace_enabled: 4, server_id: lab-1',
  });
  const query = octetsOf('alias.shop.test. A', { id: 4660, flags: 0x0110, dnssecOk: true });
  await rig.udp(query);
  await sink.until(({ messages }) => messages.length === 2);
  const [asked, answered] = sink.messages as [(typeof sink.messages)[0], (typeof sink.messages)[0]];
  assert.equal(asked.type, 1);
  assert.equal(answered.type, 2);
  for (const message of [asked, answered]) {
    assert.equal(message.id, 4660);
    assert.equal(message.question?.qName, 'alias.shop.test.');
    assert.deepEqual([...message.from!], [127, 0, 0, 1]);
    assert.equal(Buffer.from(message.serverIdentity!).toString(), 'lab-1');
    assert.equal(message.headerFlags, 0x1001, 'RD and CD as a little-endian host stores them');
    assert.equal(message.ednsVersion, 0x0080_0000, 'DO');
    assert.equal(toHex(message.messageId!), toHex(asked.messageId!));
  }
  assert.equal(Number(asked.inBytes), query.length);
  assert.equal(answered.response?.validationState, 1);
  assert.equal(answered.outgoingQueries, 3);
  assert.deepEqual(
    answered.response.rrs!.map(({ name, type }) => [name, type]),
    [
      ['alias.shop.test.', 5],
      ['www.shop.test.', 1],
    ],
  );
  assert.equal(Buffer.from(answered.response.rrs![0]!.rdata!).toString(), 'www.shop.test.');
  assert.deepEqual([...answered.response.rrs![1]!.rdata!], [192, 0, 2, 80]);
});

test('the configuration of PowerDNS’ own talk, unchanged, makes spans arrive', async () => {
  await using sink = await PdnsSink.open();
  await using rig = await Rig.open({
    recursor: 'event_trace_enabled: 4',
    logging: `opentelemetry_trace_conditions: [{acls: ["127.0.0.0/8", "::1"]}],
      protobuf_servers: [{servers: ["${sink.address}"]}]`,
  });
  await rig.udp(octetsOf('www.shop.test. A'));
  await sink.until(({ spans }) => spans.length > 0);
  expectTrace(sink.spans);
});
