import { formatHex, parseHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { TextReader } from '../text-reader.ts';

/** How names of a zone are hashed. */
export interface Nsec3param {
  /** 1 is SHA-1, the only one. */
  readonly hashAlgorithm: number;
  /** Bit 0 of an NSEC3 is opt-out. */
  readonly flags: number;
  readonly iterations: number;
  /** At most 255 octets. */
  readonly salt: Uint8Array;
}

/** NSEC3PARAM (RFC 5155 §4). */
export const nsec3param: RdataCodec<Nsec3param> = defineRdata({
  type: 51,
  mnemonic: 'NSEC3PARAM',
  decode: (r) => ({ hashAlgorithm: r.u8(), flags: r.u8(), iterations: r.u16(), salt: r.charString() }),
  encode: (w, v) => {
    w.u8(v.hashAlgorithm);
    w.u8(v.flags);
    w.u16(v.iterations);
    w.charString(v.salt);
  },
  parse: (t) => ({ hashAlgorithm: t.u8(), flags: t.u8(), iterations: t.u16(), salt: parseSalt(t) }),
  format: (v) => `${v.hashAlgorithm} ${v.flags} ${v.iterations} ${v.salt.length === 0 ? '-' : formatHex(v.salt)}`,
});

/** `-` is the empty salt (RFC 5155 §3.3). */
function parseSalt(t: TextReader): Uint8Array {
  const salt = t.take('a salt in hex, or -', (text) => (text === '-' ? new Uint8Array(0) : parseHex(text)));
  if (salt !== undefined && salt.length > 255) t.fail('a salt has at most 255 octets');
  return salt ?? new Uint8Array(0);
}
