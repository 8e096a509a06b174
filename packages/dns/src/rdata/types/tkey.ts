import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { formatErrorCode, formatSized, parseErrorCode, parseSized } from '../transaction.ts';

/** An exchange that makes a TSIG key. */
export interface Tkey {
  readonly algorithm: DNSName;
  /** 32-bit seconds since 1970. */
  readonly inception: number;
  readonly expiration: number;
  /** 2 Diffie-Hellman, 3 GSS-API, 5 key deletion. */
  readonly mode: number;
  readonly error: number;
  readonly key: Uint8Array;
  readonly other: Uint8Array;
}

/** TKEY (RFC 2930 §2): in messages only. Text as `dig` prints it: seconds, sizes and base64. Times may be
 *  YYYYMMDDHHmmSS too. */
export const tkey: RdataCodec<Tkey> = defineRdata({
  type: 249,
  mnemonic: 'TKEY',
  decode: (r) => ({
    algorithm: r.plainName(),
    inception: r.u32(),
    expiration: r.u32(),
    mode: r.u16(),
    error: r.u16(),
    key: r.bytes(r.u16()),
    other: r.bytes(r.u16()),
  }),
  encode: (w, v) => {
    w.name(v.algorithm);
    w.u32(v.inception);
    w.u32(v.expiration);
    w.u16(v.mode);
    w.u16(v.error);
    for (const octets of [v.key, v.other]) {
      w.u16(octets.length);
      w.bytes(octets);
    }
  },
  parse: (t) => ({
    algorithm: t.name(),
    inception: t.timestamp(),
    expiration: t.timestamp(),
    mode: t.u16(),
    error: parseErrorCode(t),
    key: parseSized(t),
    other: parseSized(t),
  }),
  format: (v) =>
    `${v.algorithm} ${v.inception} ${v.expiration} ${v.mode} ` +
    `${formatErrorCode(v.error)} ${formatSized(v.key)} ${formatSized(v.other)}`,
});
