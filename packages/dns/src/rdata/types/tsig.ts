import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { formatErrorCode, formatSized, parseErrorCode, parseSized } from '../transaction.ts';
import { parseNumber } from '../times.ts';

/** The signature of a message. */
export interface Tsig {
  readonly algorithm: DNSName;
  /** Seconds since 1970, 48 bits. */
  readonly timeSigned: number;
  /** Seconds. */
  readonly fudge: number;
  readonly mac: Uint8Array;
  readonly originalId: number;
  /** 0, or 16 BADSIG, 17 BADKEY, 18 BADTIME, 22 BADTRUNC. */
  readonly error: number;
  readonly other: Uint8Array;
}

const SECONDS_MAX = 2 ** 48 - 1;

/** TSIG (RFC 8945 §4.2): in messages only. Text as `dig` prints it: sizes and base64. */
export const tsig: RdataCodec<Tsig> = defineRdata({
  type: 250,
  mnemonic: 'TSIG',
  decode: (r) => ({
    algorithm: r.plainName(),
    timeSigned: r.u48(),
    fudge: r.u16(),
    mac: r.bytes(r.u16()),
    originalId: r.u16(),
    error: r.u16(),
    other: r.bytes(r.u16()),
  }),
  encode: (w, v) => {
    w.name(v.algorithm);
    w.u48(v.timeSigned);
    w.u16(v.fudge);
    w.u16(v.mac.length);
    w.bytes(v.mac);
    w.u16(v.originalId);
    w.u16(v.error);
    w.u16(v.other.length);
    w.bytes(v.other);
  },
  parse: (t) => ({
    algorithm: t.name(),
    timeSigned: t.take('seconds', (text) => parseNumber(text, SECONDS_MAX)) ?? 0,
    fudge: t.u16(),
    mac: parseSized(t),
    originalId: t.u16(),
    error: parseErrorCode(t),
    other: parseSized(t),
  }),
  format: (v) =>
    `${v.algorithm} ${v.timeSigned} ${v.fudge} ${formatSized(v.mac)} ${v.originalId} ` +
    `${formatErrorCode(v.error)} ${formatSized(v.other)}`,
});
