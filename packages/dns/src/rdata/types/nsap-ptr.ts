import { defineRdata, type RdataCodec } from '../codec.ts';
import type { Target } from '../formats/one-name.ts';

/** NSAP-PTR (RFC 1348, obsolete): the name that belongs to an NSAP address. */
export const nsapPtr: RdataCodec<Target> = defineRdata({
  type: 23,
  mnemonic: 'NSAP-PTR',
  classIN: true,
  decode: (r) => ({ target: r.plainName() }),
  encode: (w, v) => w.name(v.target),
  parse: (t) => ({ target: t.name() }),
  format: (v) => `${v.target}`,
});
