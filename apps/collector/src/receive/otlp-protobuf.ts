import type { Attributes, AttributeValue, SpanLink } from '../model/span.ts';
import { messagesMax, spanLimits } from './limits.ts';
import { ProtoReader, tag, wire } from './proto-reader.ts';
import {
  deliver,
  exactDouble,
  exactInteger,
  type RawSpan,
  rawSpan,
  spanSource,
  type SpanSink,
  type SpanSource,
} from './span-check.ts';

const { VARINT, I64, I32, LEN } = wire;
const resourceSpans = tag(1, LEN);
const resourceAttributes = tag(1, LEN);
const resourceField = { resource: tag(1, LEN), scopeSpans: tag(2, LEN) };
const scopeField = { scope: tag(1, LEN), spans: tag(2, LEN) };
const instrumentation = { name: tag(1, LEN), version: tag(2, LEN) };
const keyValue = { key: tag(1, LEN), value: tag(2, LEN) };
const anyValue = {
  string: tag(1, LEN),
  bool: tag(2, VARINT),
  int: tag(3, VARINT),
  double: tag(4, I64),
  array: tag(5, LEN),
  list: tag(6, LEN),
  bytes: tag(7, LEN),
};
const spanField = {
  traceId: tag(1, LEN),
  spanId: tag(2, LEN),
  traceState: tag(3, LEN),
  parentId: tag(4, LEN),
  name: tag(5, LEN),
  kind: tag(6, VARINT),
  start: tag(7, I64),
  end: tag(8, I64),
  attributes: tag(9, LEN),
  droppedAttributes: tag(10, VARINT),
  events: tag(11, LEN),
  droppedEvents: tag(12, VARINT),
  links: tag(13, LEN),
  droppedLinks: tag(14, VARINT),
  status: tag(15, LEN),
  flags: tag(16, I32),
};
const statusField = { message: tag(2, LEN), code: tag(3, VARINT) };
const eventField = { time: tag(1, I64), name: tag(2, LEN), attributes: tag(3, LEN) };
const linkField = { traceId: tag(1, LEN), spanId: tag(2, LEN), attributes: tag(4, LEN) };

/**
 * Decodes an ExportTraceServiceRequest, or a TracesData, which has the same octets, and gives its spans to `sink`.
 * Returns why the octets are not one, or undefined: after a failure what `sink` got must not be used.
 */
export function decodeTraces(octets: Buffer, sink: SpanSink): string | undefined {
  const reader = new ProtoReader(octets, messagesMax);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === resourceSpans) reader.message((r) => decodeResourceSpans(r, sink));
    else reader.skip();
  }
  if (reader.exhausted) return `more than ${messagesMax} nested messages`;
  return reader.failed ? 'not an ExportTraceServiceRequest in protobuf' : undefined;
}

/** The resource may stand behind its spans on the wire: hence two passes, here and over a scope. */
function decodeResourceSpans(reader: ProtoReader, sink: SpanSink): void {
  const start = reader.position;
  let resource: Attributes = [];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === resourceField.resource) resource = reader.message(decodeResource);
    else reader.skip();
  }
  reader.rewind(start);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === resourceField.scopeSpans) reader.message((r) => decodeScopeSpans(r, resource, sink));
    else reader.skip();
  }
}

function decodeScopeSpans(reader: ProtoReader, resource: Attributes, sink: SpanSink): void {
  const start = reader.position;
  let scope: readonly [name: string, version: string] = ['', ''];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === scopeField.scope) scope = reader.message(decodeScope);
    else reader.skip();
  }
  const source = spanSource(resource, ...scope);
  reader.rewind(start);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === scopeField.spans) reader.message((r) => decodeSpan(r, source, sink));
    else reader.skip();
  }
}

function decodeScope(reader: ProtoReader): [name: string, version: string] {
  let name = '';
  let version = '';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === instrumentation.name) name = reader.string(spanLimits.nameOctets);
    else if (field === instrumentation.version) version = reader.string(spanLimits.nameOctets);
    else reader.skip();
  }
  return [name, version];
}

function decodeSpan(reader: ProtoReader, source: SpanSource, sink: SpanSink): void {
  const span = rawSpan();
  const attributes: [string, AttributeValue][] = [];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === spanField.attributes) {
      if (attributes.length < spanLimits.attributes) attributes.push(reader.message(decodeKeyValue));
      else leaveOut(reader, span);
    } else decodeSpanField(reader, field, span);
  }
  if (reader.failed) return;
  span.attributes = attributes;
  deliver(span, source, sink);
}

function decodeSpanField(reader: ProtoReader, field: number, span: RawSpan): void {
  switch (field) {
    case spanField.traceId:
      span.traceId = hexId(reader);
      return;
    case spanField.spanId:
      span.spanId = hexId(reader);
      return;
    case spanField.parentId:
      span.parentId = hexId(reader);
      return;
    case spanField.traceState:
      span.traceState = reader.string(spanLimits.valueOctets);
      return;
    case spanField.name:
      span.name = reader.string(spanLimits.nameOctets);
      return;
    case spanField.kind:
      span.kind = reader.uint32();
      return;
    case spanField.start:
      span.startNs = reader.fixed64();
      return;
    case spanField.end:
      span.endNs = reader.fixed64();
      return;
    case spanField.flags:
      span.flags = reader.fixed32();
      return;
    case spanField.status:
      [span.status, span.statusMessage] = reader.message(decodeStatus);
      return;
    case spanField.events:
      if (span.events.length < spanLimits.events) span.events.push(reader.message(decodeEvent));
      else leaveOut(reader, span);
      return;
    case spanField.links:
      if (span.links.length < spanLimits.links) span.links.push(reader.message(decodeLink));
      else leaveOut(reader, span);
      return;
    case spanField.droppedAttributes:
    case spanField.droppedEvents:
    case spanField.droppedLinks:
      span.droppedCount += reader.uint32();
      return;
    default:
      reader.skip();
  }
}

function leaveOut(reader: ProtoReader, span: RawSpan): void {
  reader.skip();
  span.droppedCount++;
}

/** IDs are at most 16 octets; a longer field is shown as too long to be one, without copying it. */
function hexId(reader: ProtoReader): string {
  return reader.bytes().toString('hex', 0, 17);
}

function decodeStatus(reader: ProtoReader): [code: number, message: string] {
  let code = 0;
  let message = '';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === statusField.code) code = reader.uint32();
    else if (field === statusField.message) message = reader.string(spanLimits.valueOctets);
    else reader.skip();
  }
  return [code, message];
}

function decodeEvent(reader: ProtoReader): RawSpan['events'][number] {
  const attributes: [string, AttributeValue][] = [];
  let name = '';
  let at = 0n;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === eventField.time) at = reader.fixed64();
    else if (field === eventField.name) name = reader.string(spanLimits.nameOctets);
    else if (field === eventField.attributes && attributes.length < spanLimits.eventAttributes) {
      attributes.push(reader.message(decodeKeyValue));
    } else reader.skip();
  }
  return { name, at, attributes };
}

function decodeLink(reader: ProtoReader): SpanLink {
  const attributes: [string, AttributeValue][] = [];
  let traceId = '';
  let spanId = '';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === linkField.traceId) traceId = hexId(reader);
    else if (field === linkField.spanId) spanId = hexId(reader);
    else if (field === linkField.attributes && attributes.length < spanLimits.eventAttributes) {
      attributes.push(reader.message(decodeKeyValue));
    } else reader.skip();
  }
  return { traceId, spanId, attributes };
}

function decodeResource(reader: ProtoReader): Attributes {
  const attributes: [string, AttributeValue][] = [];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === resourceAttributes && attributes.length < spanLimits.attributes) {
      attributes.push(reader.message(decodeKeyValue));
    } else reader.skip();
  }
  return attributes;
}

function decodeKeyValue(reader: ProtoReader, depth = 0): [string, AttributeValue] {
  let key = '';
  let value: AttributeValue = null;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === keyValue.key) key = reader.string(spanLimits.keyOctets);
    else if (field === keyValue.value) value = reader.message((r) => decodeValue(r, depth));
    else reader.skip();
  }
  return [key, value];
}

function decodeValue(reader: ProtoReader, depth: number): AttributeValue {
  let value: AttributeValue = null;
  for (let field = reader.next(); field !== 0; field = reader.next())
    value = decodeMember(reader, field, depth) ?? value;
  return value;
}

function decodeMember(reader: ProtoReader, field: number, depth: number): AttributeValue | undefined {
  switch (field) {
    case anyValue.string:
      return reader.string(spanLimits.valueOctets);
    case anyValue.bool:
      return reader.int64() !== 0n;
    case anyValue.int:
      return exactInteger(reader.int64());
    case anyValue.double:
      return exactDouble(reader.double());
    case anyValue.bytes:
      return reader.bytes().toString('hex', 0, spanLimits.valueOctets / 2);
    case anyValue.array:
      if (depth < spanLimits.depth) return decodeItems(reader, (r) => decodeValue(r, depth + 1));
      break;
    case anyValue.list:
      if (depth < spanLimits.depth) return decodeItems(reader, (r) => decodeKeyValue(r, depth + 1));
  }
  reader.skip();
  return undefined;
}

function decodeItems(outer: ProtoReader, decode: (reader: ProtoReader) => AttributeValue): AttributeValue {
  return outer.message((reader) => {
    const values: AttributeValue[] = [];
    for (let field = reader.next(); field !== 0; field = reader.next()) {
      if (field === tag(1, LEN) && values.length < spanLimits.arrayValues) values.push(reader.message(decode));
      else reader.skip();
    }
    return values;
  });
}
