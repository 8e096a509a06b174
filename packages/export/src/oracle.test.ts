/** The official OpenTelemetry serializer as a second opinion on our encoding. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { ExportTraceServiceResponse } from '@span53/proto';
import { type PlainSpan, plainSpans, testTracer } from '@span53/testkit';
import { type AttributeValue, parseTraceparent, SpanKind, tracesFromJson, tracesToJson } from '@span53/tracing';

/** A trace with one of everything. */
function recorded() {
  const rig = testTracer();
  const parent = parseTraceparent('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'lab=1')!;
  const trace = rig.tracer.start('dns.server.query', { nowMs: 1000, parent })!;
  trace.root.set('dns.question.name', 'www.example.org.');
  trace.root.set('dns.id', 0);
  trace.root.set('dns.cache.hit', false);
  trace.root.set('dns.header_flags', ['RD', 'DO']);
  trace.root.event('dns.retry', { 'dns.retry.count': 1 });
  rig.tick(0.000_001);
  const client = trace.root.span('dns.client.query', { 'server.port': 53 }, SpanKind.CLIENT);
  client.link(parent, { 'dns.resolver.coalesced': true });
  rig.tick(1.5);
  client.fail('timeout', 'no answer');
  client.end();
  trace.finish();
  return rig;
}

const hrTime = (ns: bigint) => [Number(ns / 1_000_000_000n), Number(ns % 1_000_000_000n)];
const stateOf = (text: string) => (text === '' ? undefined : { serialize: () => text });

/** One of our spans as the SDK's ReadableSpan. Its kinds count from INTERNAL = 0. */
function readable(span: PlainSpan, resource: object) {
  const context = (spanId: string, isRemote: boolean) => ({
    traceId: span.traceId,
    spanId,
    traceFlags: span.flags & 0xff,
    traceState: stateOf(span.traceState),
    isRemote,
  });
  return {
    name: span.name,
    kind: span.kind - 1,
    spanContext: () => context(span.spanId, false),
    parentSpanContext: span.parentSpanId === '' ? undefined : context(span.parentSpanId, (span.flags & 0x200) !== 0),
    startTime: hrTime(span.startNs),
    endTime: hrTime(span.endNs),
    status: span.status.code === 0 ? { code: 0 } : span.status,
    attributes: span.attributes as Record<string, AttributeValue>,
    events: span.events.map(({ name, atNs, attributes }) => ({ name, time: hrTime(atNs), attributes })),
    links: span.links.map(({ traceId, spanId, flags }) => ({
      context: { traceId, spanId, traceFlags: flags & 0xff, traceState: stateOf('lab=1'), isRemote: false },
      attributes: { 'dns.resolver.coalesced': true },
    })),
    resource,
    instrumentationScope: { name: 'test/query', version: '1.0' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function theirs({ spans }: ReturnType<typeof recorded>) {
  const resource = { attributes: { 'service.name': 'test' }, asyncAttributesPending: false };
  return spans.map((span) => readable(span, resource)) as never;
}

test('their protobuf of the same spans decodes to the same as ours', () => {
  const rig = recorded();
  const octets = ProtobufTraceSerializer.serializeRequest(theirs(rig))!;
  assert.deepEqual(plainSpans(octets), rig.spans);
});

test('their JSON of the same spans is ours', () => {
  const rig = recorded();
  const json: unknown = JSON.parse(Buffer.from(JsonTraceSerializer.serializeRequest(theirs(rig))!).toString());
  assert.deepEqual(plainSpans(tracesFromJson(json)!), rig.spans);
  assert.deepEqual(plainSpans(tracesFromJson(tracesToJson(rig.kept[0]!))!), rig.spans);
});

test('they read a partial success that we write', () => {
  const partialSuccess = { rejectedSpans: { low: 3, high: 0, unsigned: false }, errorMessage: 'too old' };
  const octets = ExportTraceServiceResponse.encode({ partialSuccess }).finish();
  const answer = ProtobufTraceSerializer.deserializeResponse(octets);
  assert.equal(Number(answer.partialSuccess?.rejectedSpans), 3);
  assert.equal(answer.partialSuccess?.errorMessage, 'too old');
});
