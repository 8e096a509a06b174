import { ProtoWriter } from '@span53/proto';

/** The two encodings of OTLP/HTTP; a response uses the one of its request. */
export type OtlpEncoding = 'protobuf' | 'json';

/** Codes of google.rpc.Status that we answer with. */
export const RpcCode = {
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
} as const;

/** Content-Type of each encoding. */
export const contentType = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

/** ExportTraceServiceResponse: partial_success is set only when spans were rejected. */
export function exportResponse(encoding: OtlpEncoding, rejected: number, message: string): Uint8Array {
  if (encoding === 'json') {
    const partial =
      rejected === 0 ? {} : { partialSuccess: { rejectedSpans: String(rejected), errorMessage: message } };
    return Buffer.from(JSON.stringify(partial));
  }
  const writer = new ProtoWriter(128);
  if (rejected > 0) {
    const partial = writer.open(1);
    writer.uint(1, rejected);
    writer.string(2, message);
    writer.close(partial);
  }
  return writer.finish();
}

/** google.rpc.Status, the body of every refusal. */
export function statusBody(encoding: OtlpEncoding, code: number, message: string): Uint8Array {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  const writer = new ProtoWriter(128);
  writer.uint(1, code);
  writer.string(2, message);
  return writer.finish();
}
