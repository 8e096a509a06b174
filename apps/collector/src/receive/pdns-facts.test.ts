import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PBDNSMessage } from '@span53/proto';
import { hex } from '@span53/testkit';
import { chainTrace } from '../fixtures/chain.ts';
import { attribute, type SpanRecord } from '../model/span.ts';
import { encodeTraces } from './otlp-encode.ts';
import { PdnsFacts, type PdnsOutcome } from './pdns-facts.ts';
import { decodePdnsMessage } from './pdns-message.ts';

const uuid = Buffer.from('0f1e2d3c4b5a49788796a5b4c3d2e1f0', 'hex');
const otherUuid = Buffer.from('a0a1a2a3a4a5a6a7a8a9aaabacadaeaf', 'hex');
const traceId = Buffer.from('4bf92f3577b34da6a3ce929d0e0e4736', 'hex');

const response = {
  type: 2,
  messageId: uuid,
  serverIdentity: Buffer.from('rec-1'),
  socketFamily: 1,
  socketProtocol: 1,
  from: Buffer.from([192, 0, 2, 17]),
  fromPort: 53211,
  to: Buffer.from([198, 51, 100, 53]),
  inBytes: 61,
  timeSec: 1_767_225_600,
  timeUsec: 4200,
  id: 4711,
  question: { qName: 'www.shop.test.', qType: 1, qClass: 1 },
  response: {
    rcode: 0,
    rrs: [{ name: 'www.shop.test.', type: 1, class: 1, ttl: 60, rdata: Buffer.from([203, 0, 113, 80]) }],
    queryTimeSec: 1_767_225_600,
    queryTimeUsec: 0,
    validationState: 3,
  },
  packetCacheHit: false,
  outgoingQueries: 3,
};

function translate(message: object, facts = new PdnsFacts(10)): { outcome: PdnsOutcome; spans: SpanRecord[] } {
  const spans: SpanRecord[] = [];
  const decoded = decodePdnsMessage(Buffer.from(PBDNSMessage.encode(message as never).finish()))!;
  return { outcome: facts.translate(decoded, (span) => spans.push(span)), spans };
}

test('a response without spans becomes one span with what the message says', () => {
  const { outcome, spans } = translate(response);
  assert.equal(outcome, 'facts');
  const [span] = spans;
  assert.deepEqual(
    [span!.traceId, span!.spanId, span!.parentId, span!.service, span!.name, span!.kind, span!.durationNs],
    [uuid.toString('hex'), '8796a5b4c3d2e1f0', '', 'rec-1', 'pdns.response', 2, 4_200_000],
  );
  assert.deepEqual(Object.fromEntries(span!.attributes), {
    'dns.question.name': 'www.shop.test.',
    'dns.question.type': 'A',
    'dns.response_code': 'NOERROR',
    'dns.answer.count': 1,
    'dns.response.size': 61,
    'dns.protocol': 'do53',
    'network.transport': 'udp',
    'client.address': '192.0.2.17',
    'client.port': 53211,
    'dns.id': 4711,
    'dns.cache.hit': false,
    'dns.resolver.out_queries': 3,
    'dns.dnssec.state': 'secure',
  });
});

test('a query of the recursor to an authority goes below the span of the question that caused it', () => {
  const facts = new PdnsFacts(10);
  const outgoing = { ...response, type: 4, messageId: otherUuid, initialRequestId: uuid, toPort: 53 };
  const { outcome, spans } = translate(outgoing, facts);
  assert.equal(outcome, 'facts');
  assert.equal(spans[0]!.traceId, uuid.toString('hex'));
  assert.equal(spans[0]!.parentId, '8796a5b4c3d2e1f0');
  assert.equal(spans[0]!.kind, 3);
  assert.equal(attribute(spans[0]!.attributes, 'server.address'), '198.51.100.53');
});

test('RCODE 65536 is no answer but a network error', () => {
  const [span] = translate({ ...response, response: { ...response.response, rcode: 65_536 } }).spans;
  assert.equal(span!.status, 2);
  assert.equal(attribute(span!.attributes, 'error.type'), 'network');
  assert.equal(attribute(span!.attributes, 'dns.response_code'), undefined);
});

test('field 33 names the trace; a query with it is remembered for its response', () => {
  const facts = new PdnsFacts(10);
  const query = { type: 1, messageId: uuid, question: response.question, openTelemetryTraceID: traceId };
  assert.equal(translate(query, facts).outcome, 'none');
  assert.equal(translate(response, facts).spans[0]!.traceId, traceId.toString('hex'));
});

test('what is remembered is bounded: the oldest is forgotten', () => {
  const facts = new PdnsFacts(3);
  for (let index = 0; index < 10; index++) {
    const messageId = Buffer.alloc(16, index + 1);
    translate({ type: 1, messageId, openTelemetryTraceID: traceId }, facts);
  }
  assert.equal(facts.remembered, 3);
  assert.equal(translate({ ...response, messageId: Buffer.alloc(16, 10) }, facts).spans[0]!.traceId[0], '4');
  assert.equal(translate({ ...response, messageId: Buffer.alloc(16, 1) }, facts).spans[0]!.traceId[0], '0');
});

test('queries of a traced question are told by its own spans, so no second ones are made', () => {
  const facts = new PdnsFacts(10);
  translate({ type: 1, messageId: uuid, openTelemetryTraceID: traceId }, facts);
  const outgoing = { ...response, type: 4, messageId: otherUuid, initialRequestId: uuid };
  assert.deepEqual(translate(outgoing, facts), { outcome: 'none', spans: [] });
});

test('field 30: the spans of the message, its root completed by RCODE and client', () => {
  const spans = chainTrace({ from: 'proxy' }).map((span) => ({
    ...span,
    attributes: span.attributes.filter(([key]) => key !== 'dns.response_code' && key !== 'client.address'),
  }));
  const message = { ...response, response: { rcode: 3 }, openTelemetryData: encodeTraces(spans) };
  const result = translate(message);
  assert.equal(result.outcome, 'spans');
  assert.equal(result.spans.length, spans.length);
  assert.equal(attribute(result.spans[0]!.attributes, 'dns.response_code'), 'NXDOMAIN');
  assert.equal(attribute(result.spans[0]!.attributes, 'client.address'), '192.0.2.17');
  assert.deepEqual(result.spans.slice(1), spans.slice(1));
});

test('the delayed form of dnsdist: field 30 appended to a finished message, the last one counts', () => {
  const early = PBDNSMessage.encode({ ...response, openTelemetryData: Buffer.from('junk') } as never).finish();
  const late = PBDNSMessage.encode({ type: 5, openTelemetryData: encodeTraces(chainTrace()) } as never).finish();
  const withoutType = late.subarray(2);
  const decoded = decodePdnsMessage(Buffer.concat([early, withoutType]))!;
  const spans: SpanRecord[] = [];
  assert.equal(
    new PdnsFacts(1).translate(decoded, (span) => spans.push(span)),
    'spans',
  );
  assert.equal(spans.length, chainTrace().length);
});

test('the minimal trace-only frame: type Internal, field 33, field 30', () => {
  const data = encodeTraces(chainTrace({ from: 'proxy' }));
  const head = Buffer.concat([hex`08 05 8a 02 10`, traceId, hex`f2 01`]);
  const length = Buffer.from([(data.length & 0x7f) | 0x80, data.length >> 7]);
  assert.ok(data.length > 127 && data.length < 16_384);
  const message = decodePdnsMessage(Buffer.concat([head, length, data]))!;
  assert.deepEqual([message.type, message.openTelemetryTraceId], [5, traceId.toString('hex')]);
  assert.equal(message.openTelemetryData!.length, data.length);
});

const useless = [
  ['a response without question', { ...response, question: undefined }],
  ['a response without time', { ...response, timeSec: 0 }],
  ['a response whose UUID is short', { ...response, messageId: uuid.subarray(1) }],
  ['a response whose UUID is all zero', { ...response, messageId: Buffer.alloc(16) }],
  ['a query', { ...response, type: 1 }],
] as const;
for (const [what, message] of useless) {
  test(`${what} gives no span`, () => assert.deepEqual(translate(message), { outcome: 'none', spans: [] }));
}

test('field 30 that is no TracesData is malformed, and nothing of it is kept', () => {
  const data = encodeTraces(chainTrace());
  const cut = { ...response, openTelemetryData: data.subarray(0, data.length - 2) };
  assert.deepEqual(translate(cut), { outcome: 'malformed', spans: [] });
});

test('octets that are no PBDNSMessage are refused; cut and flipped ones never throw', () => {
  assert.equal(decodePdnsMessage(Buffer.alloc(0)), undefined);
  assert.equal(decodePdnsMessage(hexBuffer('08 09')), undefined);
  const octets = Buffer.from(PBDNSMessage.encode(response as never).finish());
  const facts = new PdnsFacts(10);
  for (let at = 0; at < octets.length; at++) {
    for (const changed of [octets.subarray(0, at), flip(octets, at)]) {
      assert.doesNotThrow(() => {
        const message = decodePdnsMessage(changed);
        if (message !== undefined) facts.translate(message, () => undefined);
      });
    }
  }
});

function flip(octets: Buffer, at: number): Buffer {
  const copy = Buffer.from(octets);
  copy[at]! ^= 0xff;
  return copy;
}

function hexBuffer(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
