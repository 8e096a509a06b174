import { bigintOf, ExportTraceServiceResponse, type Int64 } from '@span53/proto';

/** A collector's answer to a batch it took, in part perhaps. */
export interface OtlpAnswer {
  readonly rejectedSpans: number;
  readonly message: string;
}

const everything: OtlpAnswer = { rejectedSpans: 0, message: '' };

/** Reads `ExportTraceServiceResponse` in protobuf or JSON. A body that is neither counts as full success: the status
 *  was 200, and repeating what was taken would double it. */
export function readAnswer(body: Uint8Array, contentType: string): OtlpAnswer {
  try {
    return contentType.includes('json') ? fromJson(body) : fromProtobuf(body);
  } catch {
    return everything;
  }
}

function fromProtobuf(body: Uint8Array): OtlpAnswer {
  const { partialSuccess } = ExportTraceServiceResponse.decode(body);
  if (partialSuccess === null || partialSuccess === undefined) return everything;
  const rejectedSpans = Number(bigintOf(partialSuccess.rejectedSpans as Int64));
  return { rejectedSpans, message: partialSuccess.errorMessage ?? '' };
}

function fromJson(body: Uint8Array): OtlpAnswer {
  const answer = JSON.parse(Buffer.from(body).toString()) as {
    partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
  } | null;
  const { rejectedSpans = 0, errorMessage = '' } = answer?.partialSuccess ?? {};
  return { rejectedSpans: Number(rejectedSpans) || 0, message: String(errorMessage) };
}
