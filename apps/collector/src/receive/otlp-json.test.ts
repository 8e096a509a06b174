import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tracesToJson } from '@span53/tracing';
import { chainTrace } from '../fixtures/chain.ts';
import type { SpanRecord } from '../model/span.ts';
import { encodeTraces } from './otlp-encode.ts';
import { decodeTracesJson } from './otlp-json.ts';

function decode(json: unknown): { spans: SpanRecord[]; rejected: string[]; failure: string | undefined } {
  const spans: SpanRecord[] = [];
  const rejected: string[] = [];
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const failure = decodeTracesJson(Buffer.from(text), {
    accept: (span) => spans.push(span),
    reject: (reason) => rejected.push(reason),
  });
  return { spans, rejected, failure };
}

const sample = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '53995c3f42cd8ad8',
  name: 'dns.server.query',
  kind: 2,
  startTimeUnixNano: '1767225600000000000',
  endTimeUnixNano: '1767225600000450000',
};
const request = (span: object): object => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'dns-proxy' } }] },
      scopeSpans: [{ scope: { name: 'proxy/query', version: '1.0' }, spans: [{ ...sample, ...span }] }],
    },
  ],
});
const one = (span: object): SpanRecord => {
  const { spans, rejected, failure } = decode(request(span));
  assert.deepEqual([rejected, failure], [[], undefined]);
  return spans[0]!;
};

test('our own JSON form of a trace decodes to the same spans as its protobuf form', () => {
  const spans = chainTrace({ trouble: true });
  const { spans: decoded, rejected, failure } = decode(tracesToJson(encodeTraces(spans)));
  assert.deepEqual([rejected, failure], [[], undefined]);
  assert.deepEqual(new Set(decoded), new Set(spans));
});

test('service, scope, times and kind of the sample of the specification', () => {
  const span = one({ parentSpanId: '00f067aa0ba902b7', flags: 769 });
  assert.equal(span.service, 'dns-proxy');
  assert.equal(span.scope, 'proxy/query 1.0');
  assert.equal(span.startNs, 1_767_225_600_000_000_000n);
  assert.equal(span.durationNs, 450_000);
  assert.equal(span.parentId, '00f067aa0ba902b7');
});

test('IDs in upper case, an empty parent, 64-bit integers as numbers', () => {
  const span = one({ traceId: sample.traceId.toUpperCase(), parentSpanId: '', endTimeUnixNano: 1767225600000450000 });
  assert.equal(span.traceId, sample.traceId);
  assert.equal(span.parentId, '');
  assert.ok(span.ended);
});

const values = [
  { value: { stringValue: 'a' }, is: 'a' },
  { value: { intValue: '53' }, is: 53 },
  { value: { intValue: 53 }, is: 53 },
  { value: { intValue: '9223372036854775807' }, is: '9223372036854775807' },
  { value: { doubleValue: 0.25 }, is: 0.25 },
  { value: { doubleValue: 'NaN' }, is: 'NaN' },
  { value: { boolValue: false }, is: false },
  { value: { bytesValue: 'AQI=' }, is: '0102' },
  { value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } }, is: ['a', 1] },
  { value: { kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } }, is: [['k', true]] },
  { value: {}, is: null },
  { value: 'nonsense', is: null },
  { value: { intValue: 'many' }, is: null },
];
for (const { value, is } of values) {
  test(`value ${JSON.stringify(value)}`, () => {
    assert.deepEqual(one({ attributes: [{ key: 'k', value }] }).attributes, [['k', is]]);
  });
}

test('unknown keys are ignored, snake_case is unknown', () => {
  assert.equal(one({ trace_state: 'x', extra: [1] }).traceState, '');
});

const rejected = [
  ['base64 instead of hex', { traceId: 'S/kvNXezTaajzpKdDg5HNg==' }, /trace_id/],
  ['IDs that are numbers', { spanId: 5 }, /span_id/],
  ['a time that is text', { startTimeUnixNano: 'yesterday' }, /time/],
  ['a negative time', { endTimeUnixNano: -1 }, /time/],
  ['no start', { startTimeUnixNano: '0' }, /start_time/],
] as const;
for (const [what, span, reason] of rejected) {
  test(`rejected: ${what}`, () => {
    const result = decode(request(span));
    assert.equal(result.failure, undefined);
    assert.match(result.rejected[0]!, reason);
  });
}

const failures = [
  ['{', /not JSON/],
  ['[]', /not a JSON object/],
  ['null', /not a JSON object/],
  ['{"resourceSpans":{}}', /not an array/],
  [`[${'[],'.repeat(5_000_001)}1]`, /more than 5000000 values/],
] as const;
for (const [text, reason] of failures) {
  test(`refused: ${text.slice(0, 30)}`, () => assert.match(decode(text).failure!, reason));
}

const harmless = ['{}', '{"resourceSpans":[]}', '{"resourceSpans":[1,null,"x",{"scopeSpans":[{"spans":[7]}]}]}'];
for (const text of harmless) {
  test(`no spans: ${text}`, () => assert.deepEqual(decode(text), { spans: [], rejected: [], failure: undefined }));
}

test('deeply nested JSON does not overflow the stack', () => {
  const deep = `{"resourceSpans":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  assert.doesNotThrow(() => decode(deep));
});
