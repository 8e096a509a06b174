import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProtoWriter, TracesData } from '@span53/proto';
import { chainTrace } from '../fixtures/chain.ts';
import type { AttributeValue, SpanRecord } from '../model/span.ts';
import { messagesMax, spanLimits } from './limits.ts';
import { encodeTraces } from './otlp-encode.ts';
import { decodeTraces } from './otlp-protobuf.ts';

interface Decoded {
  readonly spans: readonly SpanRecord[];
  readonly rejected: readonly string[];
  readonly failure: string | undefined;
}

function decode(octets: Uint8Array): Decoded {
  const spans: SpanRecord[] = [];
  const rejected: string[] = [];
  const failure = decodeTraces(Buffer.from(octets), {
    accept: (span) => spans.push(span),
    reject: (reason) => rejected.push(reason),
  });
  return { spans, rejected, failure };
}

const [first] = chainTrace();
const link = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), attributes: [['why', 'coalesced']] as const };
const rich: SpanRecord = {
  ...first!,
  parentId: '0123456789abcdef',
  startNs: 1_767_225_600_123_456_789n,
  durationNs: 1,
  status: 2,
  statusMessage: 'no reachable authority',
  traceState: 'ot=th:8',
  droppedCount: 4,
  events: [{ name: 'dns.retry', atNs: 7, attributes: [['n', 2]] }],
  links: [link],
  attributes: [
    ['text', 'ünïcode'],
    ['yes', true],
    ['no', false],
    ['whole', -53],
    ['half', 0.5],
    ['list', ['RD', 'AD', ['deep', 1]]],
    ['__proto__', 'just a key'],
  ],
};

test('every field of a span survives encoding and decoding, to the nanosecond', () => {
  assert.deepEqual(decode(encodeTraces([rich])), { spans: [rich], rejected: [], failure: undefined });
});

test('a chain of several services survives; the generated code reads the same', () => {
  const spans = chainTrace();
  const octets = encodeTraces(spans);
  assert.deepEqual(new Set(decode(octets).spans), new Set(spans));
  const oracle = TracesData.decode(octets);
  const names = oracle.resourceSpans!.flatMap((r) => r.scopeSpans!.flatMap((s) => s.spans!.map((span) => span.name)));
  assert.deepEqual(names.toSorted(), spans.map((span) => span.name).toSorted());
});

test('a cut request is refused or holds fewer spans, at every octet', () => {
  const octets = encodeTraces(chainTrace({ from: 'recursor' }));
  const whole = decode(octets).spans.length;
  for (let length = 0; length < octets.length; length++) {
    const { failure, spans } = decode(octets.subarray(0, length));
    assert.ok(failure !== undefined || spans.length < whole, `${length} octets`);
  }
});

test('flipped bits never throw', () => {
  const octets = encodeTraces([rich]);
  for (let at = 0; at < octets.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = Uint8Array.from(octets);
      flipped[at]! ^= 1 << bit;
      assert.doesNotThrow(() => decode(flipped));
    }
  }
});

test('an empty request is a request without spans', () => {
  assert.deepEqual(decode(new Uint8Array()), { spans: [], rejected: [], failure: undefined });
});

test('a resource that stands behind its spans is theirs all the same', () => {
  const source = TracesData.decode(encodeTraces([rich])).resourceSpans![0]!;
  const writer = new ProtoWriter();
  const at = writer.open(1);
  for (const part of [{ scopeSpans: source.scopeSpans! }, { resource: source.resource! }]) {
    const octets = TracesData.encode({ resourceSpans: [part] }).finish();
    writer.raw(octets.subarray(headerOctets(octets)));
  }
  writer.close(at);
  assert.equal(decode(writer.finish()).spans[0]!.service, 'proxy');
});

/** Octets of tag and length before the content of a message's only field. */
function headerOctets(octets: Uint8Array): number {
  let at = 1;
  while (octets[at]! > 127) at++;
  return at + 1;
}

/** One span written by hand, so that it can be wrong. */
function spanOctets(write: (writer: ProtoWriter) => void): Uint8Array {
  const writer = new ProtoWriter();
  const resource = writer.open(1);
  const scope = writer.open(2);
  const span = writer.open(2);
  write(writer);
  writer.close(span);
  writer.close(scope);
  writer.close(resource);
  return writer.finish();
}

const traceId = Buffer.alloc(16, 1);
const spanId = Buffer.alloc(8, 2);
function minimal(writer: ProtoWriter): void {
  writer.bytes(1, traceId);
  writer.bytes(2, spanId);
  writer.string(5, 'x');
  writer.fixed64(7, 1, 1);
  writer.fixed64(8, 2, 1);
}

test('PowerDNS writes eight zero octets as parent of a root: that is no parent', () => {
  const { spans } = decode(
    spanOctets((writer) => {
      minimal(writer);
      writer.bytes(4, Buffer.alloc(8));
    }),
  );
  assert.equal(spans[0]!.parentId, '');
  assert.equal(spans[0]!.service, 'unknown_service');
});

test('a span without end has not ended; one that ends before it starts takes no time', () => {
  const open = decode(
    spanOctets((writer) => {
      minimal(writer);
      writer.fixed64(8, 0, 0);
    }),
  ).spans[0]!;
  assert.deepEqual([open.ended, open.durationNs], [false, 0]);
  const backwards = decode(
    spanOctets((writer) => {
      minimal(writer);
      writer.fixed64(8, 5, 0);
    }),
  ).spans[0]!;
  assert.deepEqual([backwards.ended, backwards.durationNs], [true, 0]);
});

const rejected: readonly (readonly [string, (writer: ProtoWriter) => void, RegExp])[] = [
  ['trace ID of 15 octets', (w) => w.bytes(1, traceId.subarray(1)), /trace_id/],
  ['trace ID of 17 octets', (w) => w.bytes(1, Buffer.alloc(17, 1)), /trace_id/],
  ['trace ID of a megabyte', (w) => w.bytes(1, Buffer.alloc(1 << 20, 1)), /trace_id/],
  ['trace ID all zero', (w) => w.bytes(1, Buffer.alloc(16)), /trace_id/],
  ['span ID all zero', (w) => w.bytes(2, Buffer.alloc(8)), /span_id/],
  ['parent ID of 7 octets', (w) => w.bytes(4, Buffer.alloc(7, 1)), /parent_span_id/],
  ['no start', (w) => w.fixed64(7, 0, 0), /start_time/],
  ['start in the year 2300', (w) => w.fixed64(7, 0, 0xffffffff), /start_time/],
];
for (const [what, write, reason] of rejected) {
  test(`rejected: ${what}`, () => {
    const result = decode(
      spanOctets((writer) => {
        minimal(writer);
        write(writer); // the last value of a singular field counts
      }),
    );
    assert.deepEqual([result.spans.length, result.rejected.length, result.failure], [0, 1, undefined]);
    assert.match(result.rejected[0]!, reason);
  });
}

test('attributes, events, links, values, names and depth are bounded, what is left out is counted', () => {
  const many = Array.from({ length: 300 }, (_, index) => index);
  let nested: AttributeValue = 'bottom';
  for (let depth = 0; depth < 10; depth++) nested = [nested];
  const span: SpanRecord = {
    ...rich,
    droppedCount: 0,
    name: 'n'.repeat(1000),
    attributes: [
      ['long', 'v'.repeat(10_000)],
      ['deep', nested],
      ['wide', many],
      ...many.map((index) => [`k${index}`, index] as const),
    ],
    events: many.map(() => rich.events[0]!),
    links: many.map(() => link),
  };
  const bounded = decode(encodeTraces([span])).spans[0]!;
  assert.equal(bounded.attributes.length, spanLimits.attributes);
  assert.equal(bounded.events.length, spanLimits.events);
  assert.equal(bounded.links.length, spanLimits.links);
  assert.equal(bounded.droppedCount, 303 + 300 + 300 - 3 * 128);
  assert.equal((bounded.attributes[0]![1] as string).length, spanLimits.valueOctets + 1);
  assert.equal((bounded.attributes[2]![1] as unknown[]).length, spanLimits.arrayValues);
  assert.ok(JSON.stringify(bounded.attributes[1]![1]).length < 20);
  assert.equal(bounded.name.length, spanLimits.nameOctets + 1);
});

test('a span as a whole is bounded: what comes first is kept', () => {
  const span: SpanRecord = {
    ...rich,
    droppedCount: 0,
    attributes: Array.from({ length: 100 }, (_, index) => [`k${index}`, 'v'.repeat(4000)] as const),
  };
  const bounded = decode(encodeTraces([span])).spans[0]!;
  assert.equal(bounded.attributes.length, 16);
  assert.deepEqual([bounded.events.length, bounded.links.length], [0, 0]);
  assert.equal(bounded.droppedCount, 84 + 2);
  assert.ok(JSON.stringify(bounded.attributes).length < spanLimits.spanSize);
});

test('octets that nest a million empty messages are refused without keeping them', () => {
  const empty = Buffer.alloc(2 * (messagesMax + 10));
  for (let at = 0; at < empty.length; at += 2) empty[at] = 0x0a;
  assert.match(decode(empty).failure!, /nested messages/);
});
