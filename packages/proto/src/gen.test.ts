import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bigintOf, ExportTraceServiceResponse, PBDNSMessage, TracesData } from './index.ts';

test('nanoseconds survive a round trip when given as low and high', () => {
  const startTimeUnixNano = { low: 450_001 | 0, high: 0x18863e1f, unsigned: true };
  const data = { resourceSpans: [{ scopeSpans: [{ spans: [{ startTimeUnixNano }] }] }] };
  const span = TracesData.decode(TracesData.encode(data).finish()).resourceSpans![0]!.scopeSpans![0]!.spans![0]!;
  assert.equal(bigintOf(span.startTimeUnixNano), (0x18863e1fn << 32n) | 450_001n);
});

test('two TracesData one after the other are one with both', () => {
  const one = TracesData.encode({ resourceSpans: [{ schemaUrl: 'a' }] }).finish();
  const two = TracesData.encode({ resourceSpans: [{ schemaUrl: 'b' }] }).finish();
  const both = TracesData.decode(Buffer.concat([one, two]));
  assert.deepEqual(
    both.resourceSpans!.map((resource) => resource.schemaUrl),
    ['a', 'b'],
  );
});

test('the smallest trace-only frame of PowerDNS: type 5, trace ID in field 33, spans in field 30', () => {
  const traceId = Uint8Array.from({ length: 16 }, (_, i) => i);
  const octets = PBDNSMessage.encode({
    type: PBDNSMessage.Type.InternalType,
    openTelemetryData: Uint8Array.of(),
    openTelemetryTraceID: traceId,
  }).finish();
  const expected = [0x08, 0x05, 0xf2, 0x01, 0x00, 0x8a, 0x02, 0x10, ...traceId];
  assert.deepEqual([...octets], expected);
});

test('partial success is absent, not empty, when everything was accepted', () => {
  assert.equal(ExportTraceServiceResponse.decode(new Uint8Array(0)).partialSuccess, null);
});
