export {
  type AcceptEntry,
  Admission,
  type AdmissionCount,
  type AdmissionSettings,
  type Admitted,
  type TraceRequest,
  type Trust,
  type Verdict,
} from './admission.ts';
export { type AttributeKey, type Attributes, attributeTypes, type AttributeValue } from './attributes.ts';
export { EpochClock } from './epoch-clock.ts';
export { HeadSampler, type SamplerKind, samplerKinds } from './head-sampler.ts';
export { IdPool, type RandomSource } from './id-pool.ts';
export { type Aliases, legacyAliases } from './legacy-attributes.ts';
export { declareTracingMetrics, openTracingCounters, type TracingMetrics } from './metrics.ts';
export type { EventName, SpanName } from './names.ts';
export type { AuthSpanName } from './names-auth.ts';
export type { ProxySpanName } from './names-proxy.ts';
export type { RecursorSpanName } from './names-recursor.ts';
export { type EncoderSettings, OtlpEncoder } from './otlp-encode.ts';
export { tracesFromJson } from './otlp-from-json.ts';
export { tracesToJson } from './otlp-json.ts';
export { PassedContext } from './passed-context.ts';
export { type Detail, Recorder, type RecorderLimits, StatusCode } from './recorder.ts';
export { type Span, SpanKind } from './span.ts';
export { type TailReason, type TailRules, tailReason } from './tail-sampler.ts';
export { TokenBucket } from './token-bucket.ts';
export { hexOf, isZero, type TraceContext, TraceFlags, traceparentLength, writeContext } from './trace-context.ts';
export {
  type Trace,
  Tracer,
  type TracerCount,
  type TracerSettings,
  type TraceSink,
  type TraceStart,
} from './tracer.ts';
export { cleanTraceState, formatTraceparent, parseTraceparent } from './w3c-text.ts';
