import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A host with a 16-bit preference, the lowest first. */
export interface Preference {
  readonly preference: number;
  readonly exchange: DNSName;
}

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

/** AFSDB (RFC 1183 §1): a subtype (1 AFS, 2 DCE) where the others have a preference, and a host. */
export const afsdb = uncompressed(18, 'AFSDB');
/** RT (RFC 1183 §3.3): a host that routes. */
export const rt = uncompressed(21, 'RT');
/** KX (RFC 2230 §3): a key exchanger. */
export const kx: RdataCodec<Preference> = { ...uncompressed(36, 'KX'), classIN: true };

/** LP (RFC 6742 §2.4): a name with L32 or L64 records. Never compressed, never lowered. */
export const lp: RdataCodec<Preference> = {
  ...uncompressed(107, 'LP'),
  lowersNames: false,
  decode: (r) => ({ preference: r.u16(), exchange: r.plainName() }),
};

function uncompressed(type: number, mnemonic: string): RdataCodec<Preference> {
  return defineRdata({
    type,
    mnemonic,
    lowersNames: true,
    decode: (r) => ({ preference: r.u16(), exchange: r.name() }),
    encode: (w, v) => {
      w.u16(v.preference);
      w.name(v.exchange);
    },
    parse: (t) => ({ preference: t.u16(), exchange: t.name() }),
    format: (v) => `${v.preference} ${v.exchange}`,
  });
}
