import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainSpans, testTracer } from '@span53/testkit';
import * as fc from 'fast-check';
import { type AttributeKey, attributeTypes, type AttributeValue } from './attributes.ts';
import { legacyAliases } from './legacy-attributes.ts';

const keys = Object.keys(attributeTypes) as AttributeKey[];

/** Records one root span and gives it back as a collector sees it. */
function encoded(
  work: (root: ReturnType<typeof open>['root']) => void,
  encoder: Parameters<typeof testTracer>[1] = {},
  limits = { spansMax: 9, attributesMax: 128, eventsMax: 128, linksMax: 128 },
) {
  const rig = testTracer({ limits }, encoder);
  const trace = open(rig);
  work(trace.root);
  trace.finish();
  return plainSpans(rig.kept[0]!)[0]!;
}

function open(rig: ReturnType<typeof testTracer>) {
  return rig.tracer.start('dns.server.query', { nowMs: 1000 })!;
}

const values = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.boolean(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }).filter((n) => !Number.isInteger(n)),
  fc.array(fc.string()),
  fc.array(fc.maxSafeInteger()),
);

test('attributes come back as they were set, the last value of each', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...keys), values)), (pairs) => {
      const span = encoded((root) => pairs.forEach(([key, value]) => root.set(key, value)));
      assert.deepEqual(span.attributes, Object.fromEntries(pairs));
    }),
  );
});

test('an attribute given at the start and set again is there once', () => {
  const rig = testTracer();
  const trace = rig.tracer.start('dns.server.query', {
    nowMs: 0,
    attributes: { 'dns.id': 1, 'dns.operation': 'QUERY' },
  })!;
  trace.root.set('dns.id', 2);
  trace.finish();
  assert.deepEqual(rig.spans[0]!.attributes, { 'dns.operation': 'QUERY', 'dns.id': 2 });
});

test('0, false and the empty text are written: they are members of a oneof', () => {
  const pairs: [AttributeKey, AttributeValue][] = [
    ['dns.id', 0],
    ['dns.cache.hit', false],
    ['dns.ede.text', ''],
    ['dns.answers', []],
  ];
  assert.deepEqual(
    encoded((root) => pairs.forEach(([key, value]) => root.set(key, value))).attributes,
    Object.fromEntries(pairs),
  );
});

test('events and links carry time, attributes and flags', () => {
  const context = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2), flags: 1 };
  const span = encoded((root) => {
    root.event('dns.retry', { 'dns.retry.count': 1 });
    root.link(context, { 'dns.resolver.coalesced': true });
  });
  const atNs = 1_767_225_601_000_000_000n;
  assert.deepEqual(span.events, [{ name: 'dns.retry', atNs, attributes: { 'dns.retry.count': 1 } }]);
  assert.deepEqual(span.links, [{ traceId: '01'.repeat(16), spanId: '02'.repeat(8), flags: 0x101 }]);
});

test('a linked context is copied: its owner may reuse it', () => {
  const context = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2), flags: 1 };
  const span = encoded((root) => {
    root.link(context);
    context.traceId.fill(9);
  });
  assert.equal(span.links[0]!.traceId, '01'.repeat(16));
});

test('what exceeds a limit is counted in the span', () => {
  const limits = { spansMax: 9, attributesMax: 2, eventsMax: 1, linksMax: 1 };
  const context = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2), flags: 1 };
  const span = encoded(
    (root) => {
      for (const key of keys.slice(0, 5)) root.set(key, 1);
      for (let i = 0; i < 3; i++) root.event('dns.retry');
      for (let i = 0; i < 4; i++) root.link(context);
    },
    {},
    limits,
  );
  assert.deepEqual([Object.keys(span.attributes).length, span.events.length, span.links.length], [2, 1, 1]);
  assert.deepEqual(span.dropped, { attributes: 3, events: 2, links: 3 });
});

test('failure: status ERROR with a message, and error.type', () => {
  const span = encoded((root) => root.fail('timeout', 'no answer'));
  assert.deepEqual(span.status, { code: 2, message: 'no answer' });
  assert.deepEqual(span.attributes, { 'error.type': 'timeout' });
});

test('resource and scope', () => {
  const span = encoded(() => {}, {
    resource: { 'service.name': 'proxy', 'process.pid': 53 },
    scope: { name: 'proxy/query', version: '1.2', attributes: { instance: 'edge-1' } },
  });
  assert.deepEqual(span.resource, { 'service.name': 'proxy', 'process.pid': 53 });
  assert.deepEqual(span.scope, { name: 'proxy/query', version: '1.2', attributes: { instance: 'edge-1' } });
});

test('dropped attributes never leave, long texts are cut', () => {
  const span = encoded(
    (root) => {
      root.set('dns.question.name', 'secret.example.');
      root.set('dns.ede.text', 'abcdef');
      root.fail('timeout', 'abcdef');
    },
    { drop: new Set(['dns.question.name']), valueLengthMax: 5 },
  );
  assert.deepEqual(span.attributes, { 'dns.ede.text': 'abcde', 'error.type': 'timeou'.slice(0, 5) });
  assert.equal(span.status.message, 'abcde');
});

test('legacy attributes stand beside ours, in the form of PowerDNS', () => {
  const proxy = encoded(
    (root) => {
      root.set('dns.question.name', 'www.example.org.');
      root.set('dns.question.type', 'A');
      root.set('client.address', '192.0.2.1');
      root.set('client.port', 5353);
    },
    { aliases: legacyAliases.proxy },
  );
  assert.deepEqual(proxy.attributes, {
    'dns.question.name': 'www.example.org.',
    'query.qname': 'www.example.org',
    'dns.question.type': 'A',
    'query.qtype': 'A',
    'client.address': '192.0.2.1',
    'query.remote.address': '192.0.2.1',
    'client.port': 5353,
    'query.remote.port': 5353,
  });
  const recursor = encoded(
    (root) => {
      root.set('dns.question.name', '.');
      root.set('dns.response_code', 'NXDOMAIN');
    },
    { aliases: legacyAliases.recursor },
  );
  assert.deepEqual([recursor.attributes['query.qname'], recursor.attributes['result']], ['.', 3]);
});

test('a trace that cannot be encoded costs no other', () => {
  const rig = testTracer();
  const bad = open(rig);
  bad.root.set('dns.id', undefined as unknown as number);
  assert.throws(() => bad.finish(), TypeError);
  assert.equal(rig.tracer.recording, 0);
  const good = open(rig);
  good.root.set('dns.id', 53);
  good.finish();
  const [span, ...others] = plainSpans(rig.kept[0]!);
  assert.deepEqual([span!.attributes['dns.id'], others.length], [53, 0]);
});
