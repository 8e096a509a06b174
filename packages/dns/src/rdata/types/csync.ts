import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeTypes, encodeTypes, formatTypes, parseTypes } from '../type-bitmap.ts';

/** What a parent should copy from its child. */
export interface Csync {
  readonly serial: number;
  /** Bit 0 immediate, bit 1 soaminimum. */
  readonly flags: number;
  /** Ascending. */
  readonly types: readonly number[];
}

/** CSYNC (RFC 7477 §2.1). */
export const csync: RdataCodec<Csync> = defineRdata({
  type: 62,
  mnemonic: 'CSYNC',
  decode: (r) => ({ serial: r.u32(), flags: r.u16(), types: decodeTypes(r) }),
  encode: (w, v) => {
    w.u32(v.serial);
    w.u16(v.flags);
    encodeTypes(w, v.types);
  },
  parse: (t) => ({ serial: t.u32(), flags: t.u16(), types: parseTypes(t) }),
  format: (v) => `${v.serial} ${v.flags}${formatTypes(v.types)}`,
});
