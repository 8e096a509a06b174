/** TRACEPARENT: W3C trace context as an EDNS option (experimental code 65500, PowerDNS' draft revision R4). */

import { copyOctets } from '../../wire/octets.ts';
import type { OptionCodec } from '../option-codec.ts';
import { hexText } from './text.ts';

/** Octets of option data that we send. */
export const TRACEPARENT_OCTETS = 27;

const TRACE_ID_AT = 2;
const PARENT_ID_AT = 18;
const FLAGS_AT = 26;
const SAMPLED = 0x01;

/** What an option asks for. IDs are copies; an all-zero `spanId` means that the sender named no parent. */
export type Traceparent =
  /** Continue this trace. `zeroTraceId` never occurs here. */
  | { readonly kind: 'continue'; readonly traceId: Uint8Array; readonly spanId: Uint8Array; readonly flags: number }
  /** Trace, choose the ID, and tell it in the response (option without data). */
  | { readonly kind: 'probe' }
  /**
   * Trace with a fresh ID but answer without option: PowerDNS' reading of an all-zero trace ID. Counts as
   * malformed.
   */
  | { readonly kind: 'fresh' }
  /** Ignore the option and answer normally. */
  | { readonly kind: 'malformed' };

/** Switches of the receive matrix. */
export interface TraceparentRules {
  /** Accept the 18- and 26-octet form of PowerDNS Recursor 5.3 (draft revision R1). */
  readonly acceptR1: boolean;
}

const MALFORMED: Traceparent = { kind: 'malformed' };

/** Decodes option data by length and version; never throws, copies what it returns. */
export function decodeTraceparent(data: Uint8Array, rules: TraceparentRules = { acceptR1: true }): Traceparent {
  const { length } = data;
  if (length === 0 || (length === 2 && data[0] === 0)) return { kind: 'probe' };
  const version = data[0]!;
  if (version === 0) {
    if (length === TRACEPARENT_OCTETS) return decodeContext(data, data[FLAGS_AT]!);
    // R1 had no flags: whoever sent it wanted the query traced.
    if (rules.acceptR1 && (length === 18 || length === 26)) return decodeContext(data, SAMPLED);
    return MALFORMED;
  }
  // Later versions only add octets at the end (W3C Trace Context, "Versioning of traceparent").
  return version < 0xff && length >= TRACEPARENT_OCTETS ? decodeContext(data, data[FLAGS_AT]!) : MALFORMED;
}

function decodeContext(data: Uint8Array, flags: number): Traceparent {
  if (isZero(data, TRACE_ID_AT, PARENT_ID_AT)) return { kind: 'fresh' };
  const spanId = new Uint8Array(8);
  if (data.length > PARENT_ID_AT) spanId.set(data.subarray(PARENT_ID_AT, FLAGS_AT));
  return { kind: 'continue', traceId: copyOctets(data, TRACE_ID_AT, PARENT_ID_AT), spanId, flags };
}

function isZero(octets: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (octets[i] !== 0) return false;
  return true;
}

/** The 27 octets of option data; flags keep only the bits sampled and random. */
export function encodeTraceparent(traceId: Uint8Array, spanId: Uint8Array, flags: number): Uint8Array {
  const data = new Uint8Array(TRACEPARENT_OCTETS);
  data.set(traceId, TRACE_ID_AT);
  data.set(spanId, PARENT_ID_AT);
  data[FLAGS_AT] = flags & 0x03;
  return data;
}

/** TRACEPARENT (draft revision R4): W3C trace context. Its text is the value of the W3C header; empty for a probe. */
export const traceparentOption: OptionCodec<Traceparent> = {
  code: 65_500,
  decode: (data) => {
    const value = decodeTraceparent(data);
    return value.kind === 'malformed' || value.kind === 'fresh' ? undefined : value;
  },
  encode: (value) =>
    value.kind === 'continue' ? encodeTraceparent(value.traceId, value.spanId, value.flags) : new Uint8Array(2),
  format: (value) => {
    if (value.kind !== 'continue') return '';
    const flags = value.flags.toString(16).padStart(2, '0');
    return `00-${hexText(value.traceId)}-${hexText(value.spanId)}-${flags}`;
  },
};
