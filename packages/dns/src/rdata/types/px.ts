import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A mapping between Internet and X.400 mail addresses. */
export interface Px {
  readonly preference: number;
  readonly map822: DNSName;
  readonly mapX400: DNSName;
}

/** PX (RFC 2163 §4). */
export const px: RdataCodec<Px> = defineRdata({
  type: 26,
  mnemonic: 'PX',
  lowersNames: true,
  classIN: true,
  decode: (r) => ({ preference: r.u16(), map822: r.name(), mapX400: r.name() }),
  encode: (w, v) => {
    w.u16(v.preference);
    w.name(v.map822);
    w.name(v.mapX400);
  },
  parse: (t) => ({ preference: t.u16(), map822: t.name(), mapX400: t.name() }),
  format: (v) => `${v.preference} ${v.map822} ${v.mapX400}`,
});
