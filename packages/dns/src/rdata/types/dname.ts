import { defineRdata, type RdataCodec } from '../codec.ts';
import type { Target } from '../formats/one-name.ts';

/** DNAME (RFC 6672): what replaces the owner at the end of names below it. Never compressed (§2.5), but expanded on
 *  receipt as for the other early types. */
export const dname: RdataCodec<Target> = defineRdata({
  type: 39,
  mnemonic: 'DNAME',
  lowersNames: true,
  decode: (r) => ({ target: r.name() }),
  encode: (w, v) => w.name(v.target),
  parse: (t) => ({ target: t.name() }),
  format: (v) => `${v.target}`,
});
