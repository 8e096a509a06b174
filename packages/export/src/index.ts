export { ByteQueue } from './byte-queue.ts';
export { systemClock } from './clock.ts';
export { type Clock, type ExportCount, exportCounts, type Exporter, type ExporterContext } from './exporter.ts';
export { ExporterSet } from './exporter-set.ts';
export { ExporterThread, type ExporterThreadOptions } from './exporter-thread/exporter-thread.ts';
export { FileJsonl, type FileJsonlOptions } from './file-jsonl.ts';
export { FramedStream, type FramedStreamOptions } from './framed-stream.ts';
export type { TlsFiles } from './http-post.ts';
export { declareExportMetrics, exportCounter, type ExportMetrics } from './metrics.ts';
export { OtlpHttp, type OtlpHttpOptions } from './otlp-http.ts';
export { PdnsLogger, type PdnsLoggerOptions, type PdnsStrategy } from './pdns-logger.ts';
export {
  encodePdnsMessage,
  encodePdnsSpans,
  encodePdnsTrace,
  pdnsNetworkError,
  type PdnsMessage,
  type PdnsRecord,
  type PdnsResponse,
  pdnsProtocols,
  pdnsTypes,
  rawEdnsVersion,
  rawHeaderFlags,
} from './pdns-message.ts';
export { type DestinationInfo, destinationByName, type ExportLink, type ExportPort, ThreadPort } from './port.ts';
export { jitter } from './random.ts';
export { type Destination, openExporter } from './registry.ts';
export { defaultRetry, type RetryPolicy } from './retry.ts';
export { type OtelEnvironment, readOtelEnvironment } from './environment.ts';
