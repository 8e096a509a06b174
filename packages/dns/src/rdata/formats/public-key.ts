import { parseAlgorithm } from '../algorithms.ts';
import { formatBase64 } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A public key. */
export interface Dnskey {
  /** 256 is a zone key, 257 one with the SEP bit, 128 in either marks it revoked (RFC 5011). */
  readonly flags: number;
  /** Always 3 in a DNSKEY that counts. */
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
}

/** The algorithm of a CDNSKEY that asks for removal: its key is one zero octet, `0` in RFC 8078 §4, `AA==` since. */
const DELETE = 0;
const CDNSKEY = 60;

/** A type with a public key. */
export function publicKey(type: number, mnemonic: string, flagsMax = 0xffff): RdataCodec<Dnskey> {
  return defineRdata({
    type,
    mnemonic,
    decode: (r) => {
      const value = { flags: r.u16(), protocol: r.u8(), algorithm: r.u8(), publicKey: r.rest() };
      if (value.publicKey.length === 0 || value.flags > flagsMax) r.fail();
      return value;
    },
    encode: (w, v) => {
      w.u16(v.flags);
      w.u8(v.protocol);
      w.u8(v.algorithm);
      w.bytes(v.publicKey);
    },
    parse: (t) => {
      const head = { flags: t.number(flagsMax), protocol: t.u8(), algorithm: parseAlgorithm(t) };
      const isRemoval = type === CDNSKEY && head.algorithm === DELETE;
      return { ...head, publicKey: isRemoval ? t.base64OrZero() : t.base64Rest() };
    },
    format: (v) => `${v.flags} ${v.protocol} ${v.algorithm} ${formatBase64(v.publicKey)}`,
  });
}
