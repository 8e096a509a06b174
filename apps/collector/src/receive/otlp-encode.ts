import { ProtoWriter } from '@span53/proto';
import type { Attributes, AttributeValue, SpanRecord } from '../model/span.ts';

/** Encodes spans as TracesData, one ResourceSpans per resource and scope: what other back ends are sent. */
export function encodeTraces(spans: readonly SpanRecord[]): Uint8Array<ArrayBuffer> {
  const writer = new ProtoWriter();
  for (const group of Map.groupBy(spans, (span) => JSON.stringify([span.resource, span.scope])).values()) {
    const { resource, scope } = group[0]!;
    const resourceSpans = writer.open(1);
    const resourceAt = writer.open(1);
    putAttributes(writer, 1, resource);
    writer.close(resourceAt);
    const scopeSpans = writer.open(2);
    const scopeAt = writer.open(1);
    putScope(writer, scope);
    writer.close(scopeAt);
    for (const span of group) putSpan(writer, span);
    writer.close(scopeSpans);
    writer.close(resourceSpans);
  }
  return writer.finish();
}

/** The scope is kept as one text; what follows its last space is the version. */
function putScope(writer: ProtoWriter, scope: string): void {
  const space = scope.lastIndexOf(' ');
  writer.string(1, space < 0 ? scope : scope.slice(0, space));
  if (space >= 0) writer.string(2, scope.slice(space + 1));
}

function putSpan(writer: ProtoWriter, span: SpanRecord): void {
  const at = writer.open(2);
  writer.bytes(1, Buffer.from(span.traceId, 'hex'));
  writer.bytes(2, Buffer.from(span.spanId, 'hex'));
  if (span.traceState !== '') writer.string(3, span.traceState);
  if (span.parentId !== '') writer.bytes(4, Buffer.from(span.parentId, 'hex'));
  writer.string(5, span.name);
  writer.uint(6, span.kind);
  putTime(writer, 7, span.startNs);
  if (span.ended) putTime(writer, 8, span.startNs + BigInt(Math.round(span.durationNs)));
  putAttributes(writer, 9, span.attributes);
  if (span.droppedCount > 0) writer.uint(10, span.droppedCount);
  for (const event of span.events) {
    const eventAt = writer.open(11);
    putTime(writer, 1, span.startNs + BigInt(Math.round(event.atNs)));
    writer.string(2, event.name);
    putAttributes(writer, 3, event.attributes);
    writer.close(eventAt);
  }
  for (const link of span.links) {
    const linkAt = writer.open(13);
    writer.bytes(1, Buffer.from(link.traceId, 'hex'));
    writer.bytes(2, Buffer.from(link.spanId, 'hex'));
    putAttributes(writer, 4, link.attributes);
    writer.close(linkAt);
  }
  const status = writer.open(15);
  if (span.statusMessage !== '') writer.string(2, span.statusMessage);
  if (span.status !== 0) writer.uint(3, span.status);
  writer.close(status);
  if (span.flags !== 0) writer.fixed32(16, span.flags);
  writer.close(at);
}

function putTime(writer: ProtoWriter, field: number, ns: bigint): void {
  const bits = BigInt.asUintN(64, ns);
  writer.fixed64(field, Number(bits & 0xffffffffn), Number(bits >> 32n));
}

function putAttributes(writer: ProtoWriter, field: number, attributes: Attributes): void {
  for (const [key, value] of attributes) {
    const at = writer.open(field);
    writer.string(1, key);
    putValue(writer, 2, value);
    writer.close(at);
  }
}

function putValue(writer: ProtoWriter, field: number, value: AttributeValue): void {
  const at = writer.open(field);
  if (typeof value === 'string') writer.string(1, value);
  else if (typeof value === 'boolean') writer.bool(2, value);
  else if (typeof value === 'number') {
    if (Number.isInteger(value)) writer.int(3, value);
    else writer.double(4, value);
  } else if (value !== null) {
    const array = writer.open(5);
    for (const item of value) putValue(writer, 1, item);
    writer.close(array);
  }
  writer.close(at);
}
