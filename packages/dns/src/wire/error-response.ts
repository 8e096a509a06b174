/** Responses that carry nothing but an RCODE: FORMERR, REFUSED, NOTIMP, SERVFAIL, BADVERS. */
import { responseFlags } from './edit.ts';
import { HEADER_OCTETS, putU16, putU32 } from './header.ts';
import type { MessageView } from './message-view.ts';
import { RType } from './rtype.ts';

/** What an error response says beside its RCODE. */
export interface ErrorResponseOptions {
  /** Our own UDP size for the OPT record; 1232 by default (RFC 9715). */
  readonly udpSize?: number;
  /** Encoded options for the OPT record, such as an Extended DNS Error. */
  readonly options?: Uint8Array;
  /** More flag bits: AA, RA. */
  readonly flags?: number;
}

/**
 * A response with the query's ID, opcode, RD, CD and question (when that is well-formed) and `rcode`. It has an
 * OPT record
 * exactly when the query has one (RFC 6891 §7). An RCODE above 15 needs that, and becomes SERVFAIL without.
 */
export function errorResponse(query: MessageView, rcode: number, options: ErrorResponseOptions = {}): Buffer {
  const end = query.hasQuestion ? query.questionEnd : HEADER_OCTETS;
  const { opt } = query;
  const extra = opt === undefined ? 0 : 11 + (options.options?.length ?? 0);
  const response = Buffer.allocUnsafe(end + extra);
  response.set(query.octets.subarray(0, end));
  const low = rcode > 15 && opt === undefined ? 2 : rcode & 15;
  putU16(response, 2, responseFlags(query, (options.flags ?? 0) | low));
  putU16(response, 4, end > HEADER_OCTETS ? 1 : 0);
  putU32(response, 6, 0);
  putU16(response, 10, opt === undefined ? 0 : 1);
  if (opt === undefined) return response;
  response[end] = 0;
  putU16(response, end + 1, RType.OPT);
  putU16(response, end + 3, options.udpSize ?? 1232);
  response[end + 5] = rcode >>> 4;
  response[end + 6] = 0;
  putU16(response, end + 7, opt.dnssecOk ? 0x8000 : 0);
  putU16(response, end + 9, options.options?.length ?? 0);
  if (options.options !== undefined) response.set(options.options, end + 11);
  return response;
}
