import { defineRdata, type RdataCodec } from '../codec.ts';
import type { Preference } from '../formats/preference.ts';

/** MX (RFC 1035 §3.3.9): a mail exchange. */
export const mx: RdataCodec<Preference> = defineRdata({
  type: 15,
  mnemonic: 'MX',
  lowersNames: true,
  decode: (r) => ({ preference: r.u16(), exchange: r.name() }),
  encode: (w, v) => {
    w.u16(v.preference);
    w.compressibleName(v.exchange);
  },
  parse: (t) => ({ preference: t.u16(), exchange: t.name() }),
  format: (v) => `${v.preference} ${v.exchange}`,
});
