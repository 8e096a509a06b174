import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainSpans, testTracer } from '@span53/testkit';
import { tracesFromJson } from './otlp-from-json.ts';
import { tracesToJson } from './otlp-json.ts';
import { parseTraceparent } from './w3c-text.ts';

const example = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'dns-proxy' } }] },
      scopeSpans: [
        {
          scope: { name: 'proxy/query', version: '1.0' },
          spans: [
            {
              traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
              spanId: '53995c3f42cd8ad8',
              parentSpanId: '00f067aa0ba902b7',
              flags: 769,
              name: 'dns.server.query',
              kind: 2,
              startTimeUnixNano: '1767225600000000000',
              endTimeUnixNano: '1767225600000450000',
              attributes: [{ key: 'dns.question.name', value: { stringValue: 'www.example.org.' } }],
              status: {},
            },
          ],
        },
      ],
    },
  ],
};

test('the JSON form survives the way through octets', () => {
  assert.deepEqual(tracesToJson(tracesFromJson(example)!), example);
});

test('every kind of value, events, links, drops and status have their form', () => {
  const rig = testTracer({ limits: { spansMax: 9, attributesMax: 6, eventsMax: 1, linksMax: 1 } });
  const parent = parseTraceparent('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'a=1')!;
  const trace = rig.tracer.start('dns.server.query', { nowMs: 999.000_001, parent })!;
  const { root } = trace;
  root.set('dns.id', 0);
  root.set('dns.cache.hit', false);
  root.set('dns.cache.ttl', 0.5);
  root.set('dns.answers', ['192.0.2.1']);
  root.set('dns.edns.options', [10, -1]);
  root.fail('timeout', 'late');
  root.set('dns.operation', 'QUERY');
  for (let i = 0; i < 2; i++) root.event('dns.retry');
  for (let i = 0; i < 2; i++) root.link(parent);
  trace.finish();
  const json = tracesToJson(rig.kept[0]!) as typeof example;
  assert.deepEqual(json.resourceSpans[0]!.scopeSpans[0]!.spans[0], {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: rig.spans[0]!.spanId,
    traceState: 'a=1',
    parentSpanId: '00f067aa0ba902b7',
    flags: 0x301,
    name: 'dns.server.query',
    kind: 2,
    startTimeUnixNano: '1767225600999000001',
    endTimeUnixNano: '1767225601000000000',
    attributes: [
      { key: 'dns.id', value: { intValue: '0' } },
      { key: 'dns.cache.hit', value: { boolValue: false } },
      { key: 'dns.cache.ttl', value: { doubleValue: 0.5 } },
      { key: 'dns.answers', value: { arrayValue: { values: [{ stringValue: '192.0.2.1' }] } } },
      { key: 'dns.edns.options', value: { arrayValue: { values: [{ intValue: '10' }, { intValue: '-1' }] } } },
      { key: 'error.type', value: { stringValue: 'timeout' } },
    ],
    droppedAttributesCount: 1,
    events: [{ timeUnixNano: '1767225601000000000', name: 'dns.retry', attributes: [] }],
    droppedEventsCount: 1,
    links: [
      { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceState: 'a=1', flags: 0x101 },
    ],
    droppedLinksCount: 1,
    status: { code: 2, message: 'late' },
  });
  assert.deepEqual(plainSpans(tracesFromJson(json)!), rig.spans);
});

const withSpan = (fields: object) => ({ resourceSpans: [{ scopeSpans: [{ spans: [fields] }] }] });

test('what is not OTLP JSON is refused as a whole', () => {
  const nested = JSON.parse(`${'{"arrayValue":{"values":['.repeat(40)}{}${']}}'.repeat(40)}`) as object;
  const bad: unknown[] = [
    undefined,
    [],
    'text',
    { resourceSpans: {} },
    { resourceSpans: [1] },
    withSpan({ traceId: 'zz'.repeat(16) }),
    withSpan({ traceId: 'ab' }),
    withSpan({ kind: 'SPAN_KIND_SERVER' }),
    withSpan({ startTimeUnixNano: 1.5 }),
    withSpan({ startTimeUnixNano: 'soon' }),
    withSpan({ attributes: [{ key: 'a', value: nested }] }),
  ];
  for (const json of bad) assert.equal(tracesFromJson(json), undefined, JSON.stringify(json));
});

test('numbers, upper-case IDs, unknown keys and an empty parent are taken', () => {
  const spans = [
    {
      traceId: 'AB'.repeat(16),
      spanId: 'CD'.repeat(8),
      parentSpanId: '',
      startTimeUnixNano: 5,
      futureKey: { a: 1 },
      attributes: [{ key: 'n', value: { intValue: -53 } }],
    },
  ];
  const [span] = plainSpans(tracesFromJson({ resourceSpans: [{ scopeSpans: [{ spans }] }] })!);
  assert.deepEqual([span!.traceId, span!.parentSpanId, span!.startNs], ['ab'.repeat(16), '', 5n]);
  assert.deepEqual(span!.attributes, { n: -53 });
});
