import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTraceparent, encodeOptions, encodeTraceparent, OptionCode } from '@span53/dns/edns';
import { Netmask } from '@span53/dns/inet';
import { MessageView } from '@span53/dns/wire';
import { expectTrace, type PlainSpan, plainSpans, testTracer, toHex } from '@span53/testkit';
import { Admission, type AdmissionSettings, HeadSampler } from '@span53/tracing';
import { query, type TestServer, testServer } from './serve.fixture.ts';
import { change, openZones, TestFolder } from './sqlite/database.fixture.ts';
import type { SqliteZones } from './sqlite/zones.ts';
import { SOA } from './zone.fixture.ts';

const ZONE = `${SOA}@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.3\nalias CNAME www\ncut NS ns.cut\nns.cut A 192.0.2.4\n`;
const traceId = Buffer.from('4bf92f3577b34da6a3ce929d0e0e4736', 'hex');
const parentId = Buffer.from('00f067aa0ba902b7', 'hex');
const traceparent = (data: Uint8Array) => encodeOptions([{ code: OptionCode.TRACEPARENT, data }]);
const continued = traceparent(encodeTraceparent(traceId, parentId, 1));

/** A traced server on SQLite. */
class Rig implements Disposable {
  readonly folder = new TestFolder();
  readonly file: string = this.folder.database({ 'example.': ZONE });
  readonly zones: SqliteZones;
  readonly traces = testTracer({ head: new HeadSampler('always_off') });
  readonly verdicts: string[] = [];
  readonly server: TestServer;

  constructor(admission: Partial<AdmissionSettings> = {}) {
    const [zones, reported] = openZones(this.file);
    this.zones = zones;
    const accept = {
      sources: [Netmask.parse('192.0.2.0/24')!],
      tsigKeys: [],
      trust: 'continue',
      honourSampledFlag: 'presence',
      maxTracesPerSecond: 100,
    } as const;
    const settings = { accept: [accept], maxTracesPerSecond: 1000, probe: true, ...admission };
    this.server = testServer(
      this.zones,
      {},
      {
        tracer: this.traces.tracer,
        admission: new Admission(settings, (what) => void this.verdicts.push(what)),
        optionCode: OptionCode.TRACEPARENT,
        rules: { acceptR1: true },
        maySendTo: () => false,
        maskedClient: (address) => address.toString(),
      },
    );
    const { row, metrics } = this.server;
    reported.onStatement = () => void (row[metrics.backendQueries]! += 1);
  }

  /** Asks and returns the reply with the spans that came of it. */
  ask(text: string, options?: Uint8Array, peer?: string): { view: MessageView; octets: Buffer; spans: PlainSpan[] } {
    const before = this.traces.kept.length;
    const look = options === undefined ? { udpSize: 1232 } : { udpSize: 1232, options };
    const octets = this.server.send(query(text, look), peer === undefined ? {} : { peer })!;
    const kept = this.traces.kept.slice(before);
    assert.ok(kept.length <= 1);
    return { view: MessageView.open(octets)!, octets, spans: kept.flatMap(plainSpans) };
  }

  [Symbol.dispose](): void {
    this.zones[Symbol.dispose]();
    this.folder[Symbol.dispose]();
  }
}

test('a miss shows its lookups and SQL statements below one SERVER span that continues the trace', () => {
  using rig = new Rig();
  const { spans } = rig.ask('www.example. A', continued);
  expectTrace(spans, { remoteParent: toHex(parentId) });
  const [root] = spans;
  assert.equal(root!.traceId, toHex(traceId));
  assert.deepEqual(
    spans.map(({ name, kind }) => [name, kind]),
    [
      ['dns.server.query', 2],
      ['dns.cache.lookup', 1],
      ['dns.zone.lookup', 1],
      ['dns.backend.query', 3],
      ['dns.backend.query', 3],
    ],
  );
  const { attributes } = root!;
  assert.deepEqual(
    ['dns.question.name', 'dns.question.type', 'dns.response_code', 'network.transport', 'client.address'].map(
      (key) => attributes[key],
    ),
    ['www.example.', 'A', 'NOERROR', 'udp', '192.0.2.53'],
  );
  assert.equal(attributes['dns.auth.result'], 'answer');
  assert.equal(attributes['dns.auth.db_queries'], 2);
  assert.equal(attributes['dns.trace.source'], 'edns');
  assert.equal(spans[1]!.attributes['dns.cache.hit'], false);
  assert.deepEqual(spans[2]!.attributes, { 'dns.zone.name': 'example.', 'dns.auth.result': 'answer' });
  const statement = spans[4]!.attributes;
  assert.equal(statement['db.system.name'], 'sqlite');
  assert.equal(statement['db.operation.name'], 'SELECT');
  assert.equal(statement['db.query.summary'], 'SELECT records by name');
  assert.match(String(statement['db.query.text']), /^SELECT .* WHERE .*domain_id = \? AND name = \?/);
  assert.equal(statement['db.response.returned_rows'], 1);
});

test('a hit shows the cache, and no statement', () => {
  using rig = new Rig();
  rig.ask('www.example. A', continued);
  const { spans } = rig.ask('www.example. A', continued);
  assert.deepEqual(
    spans.map(({ name }) => name),
    ['dns.server.query', 'dns.cache.lookup'],
  );
  assert.equal(spans[1]!.attributes['dns.cache.hit'], true);
});

test('a traced query hits what an untraced one left, and the other way round; answers are equal', () => {
  using rig = new Rig();
  const plain = rig.ask('www.example. A');
  assert.deepEqual(plain.spans, []);
  const traced = rig.ask('www.example. A', continued);
  assert.equal(traced.spans.length, 2);
  assert.deepEqual(traced.octets, plain.octets);
  const first = rig.ask('alias.example. A', continued);
  const { row, metrics } = rig.server;
  const hits = row[metrics.cache.hit]!;
  assert.deepEqual(rig.ask('alias.example. A').octets, first.octets);
  assert.equal(row[metrics.cache.hit], hits + 1);
});

test('a change in the database makes the next traced query show statements again', () => {
  using rig = new Rig();
  rig.ask('www.example. A', continued);
  change(rig.file, `UPDATE records SET content = '192.0.2.9' WHERE name = 'www.example'`);
  rig.server.send(query('www.example. A'), { nowMs: 200 });
  rig.zones.forget();
  assert.ok(rig.ask('www.example. A', continued).spans.some(({ name }) => name === 'dns.backend.query'));
});

test('a probe is told the trace it started, and nothing of that is cached', () => {
  using rig = new Rig();
  const plain = rig.ask('www.example. A');
  for (const data of [new Uint8Array(0), Uint8Array.of(0, 0)]) {
    const { view, spans, octets } = rig.ask('www.example. A', traceparent(data));
    const told = decodeTraceparent(view.opt!.option(OptionCode.TRACEPARENT)!);
    assert.equal(told.kind, 'continue');
    if (told.kind !== 'continue') return;
    assert.equal(toHex(told.traceId), spans[0]!.traceId);
    assert.equal(toHex(told.spanId), spans[0]!.spanId);
    assert.equal(told.flags, 3);
    assert.equal(spans[0]!.parentSpanId, '');
    assert.equal(octets.length, plain.octets.length + 31);
  }
  assert.deepEqual(rig.ask('www.example. A').octets, plain.octets);
});

const untold: [what: string, data: Uint8Array, traced: boolean, verdict: string][] = [
  ['a trace that is continued', encodeTraceparent(traceId, parentId, 0), true, 'accepted'],
  ['no parent span', encodeTraceparent(traceId, new Uint8Array(8), 1), true, 'accepted'],
  ['a trace ID of zeros', encodeTraceparent(new Uint8Array(16), parentId, 1), true, 'malformed'],
  ['PowerDNS 5.3 form', encodeTraceparent(traceId, parentId, 1).subarray(0, 26), true, 'accepted'],
  ['an odd length', new Uint8Array(5), false, 'malformed'],
  ['version 255', encodeTraceparent(traceId, parentId, 1).fill(255, 0, 1), false, 'malformed'],
];
for (const [what, data, traced, verdict] of untold) {
  test(`receive matrix: ${what}; the response carries no TRACEPARENT`, () => {
    using rig = new Rig();
    const { view, spans } = rig.ask('www.example. A', traceparent(data));
    assert.equal(view.opt!.find(OptionCode.TRACEPARENT), -1);
    assert.equal(spans.length > 0, traced);
    assert.ok(rig.verdicts.includes(verdict), rig.verdicts.join());
  });
}

test('who is not allowed is answered as if the option were not there', () => {
  using rig = new Rig();
  const plain = rig.ask('www.example. A', undefined, '198.51.100.1:53');
  for (const options of [continued, traceparent(new Uint8Array(0))]) {
    const { octets, spans } = rig.ask('www.example. A', options, '198.51.100.1:53');
    assert.deepEqual(octets, plain.octets);
    assert.deepEqual(spans, []);
  }
  assert.deepEqual(rig.verdicts, ['denied', 'denied']);
});

test('every kind of answer ends its trace once, with the right status', () => {
  using rig = new Rig();
  const asked: [text: string, result: string | undefined, status: number][] = [
    ['alias.example. A', 'cname', 0],
    ['nx.example. A', 'nxdomain', 0],
    ['www.example. MX', 'nodata', 0],
    ['a.cut.example. A', 'referral', 0],
    ['www.invalid. A', 'refused', 0],
    ['example. AXFR', undefined, 0],
    ['example. ANY', undefined, 0],
  ];
  for (const [text, result, status] of asked) {
    const { spans } = rig.ask(text, continued);
    expectTrace(spans, { remoteParent: toHex(parentId) });
    assert.equal(spans[0]!.attributes['dns.auth.result'], result, text);
    assert.equal(spans[0]!.status.code, status, text);
  }
  change(rig.file, `INSERT INTO records (domain_id, name, type, content) VALUES (1, 'bad.example', 'A', 'x')`);
  rig.zones.forget();
  const { spans } = rig.ask('bad.example. A', continued);
  assert.equal(spans[0]!.status.code, 2);
  assert.equal(spans[0]!.attributes['error.type'], 'servfail');
  assert.equal(spans[0]!.attributes['dns.ede.code'], 24);
  assert.deepEqual([rig.traces.counts.stale_calls, rig.traces.counts.spans_left_open], [undefined, undefined]);
});

test('with the head sampler on, queries that did not ask are traced too', () => {
  using rig = new Rig();
  const traces = testTracer();
  const { tracer } = traces;
  const admission = new Admission({ accept: [], maxTracesPerSecond: 1, probe: true }, () => {});
  const rules = { acceptR1: true };
  const tracing = { tracer, admission, optionCode: 65_500, rules, maySendTo: () => false, maskedClient: () => '-' };
  testServer(rig.zones, {}, tracing).send(query('www.example. A'));
  assert.equal(traces.spans[0]!.attributes['dns.trace.source'], 'local');
  assert.equal(traces.spans[0]!.attributes['client.address'], '-');
});
