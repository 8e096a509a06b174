import { opentelemetry } from './gen/otlp.js';

export { PBDNSMessage, PBDNSMessageList } from './gen/dnsmessage.js';
export { bigintOf, type Int64 } from './int64.ts';
export { ProtoWriter } from './writer.ts';

const { trace, common, resource, collector } = opentelemetry.proto;

export const TracesData: typeof trace.v1.TracesData = trace.v1.TracesData;
export type TracesData = opentelemetry.proto.trace.v1.TracesData;
export type ResourceSpans = opentelemetry.proto.trace.v1.ResourceSpans.$Properties;
export type ScopeSpans = opentelemetry.proto.trace.v1.ScopeSpans.$Properties;
export type OtlpSpan = opentelemetry.proto.trace.v1.Span.$Properties;
export type OtlpEvent = opentelemetry.proto.trace.v1.Span.Event.$Properties;
export type OtlpLink = opentelemetry.proto.trace.v1.Span.Link.$Properties;
export type KeyValue = opentelemetry.proto.common.v1.KeyValue.$Properties;
export type AnyValue = opentelemetry.proto.common.v1.AnyValue.$Properties;
export const OtlpResource: typeof resource.v1.Resource = resource.v1.Resource;
export type OtlpResource = opentelemetry.proto.resource.v1.Resource;
export const InstrumentationScope: typeof common.v1.InstrumentationScope = common.v1.InstrumentationScope;
export type InstrumentationScope = opentelemetry.proto.common.v1.InstrumentationScope;
export const ExportTraceServiceResponse: typeof collector.trace.v1.ExportTraceServiceResponse =
  collector.trace.v1.ExportTraceServiceResponse;
export type ExportTraceServiceResponse = opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
