import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A host with a 16-bit preference, the lowest first. */
export interface Preference {
  readonly preference: number;
  readonly exchange: DNSName;
}

/** A type whose name is never compressed, but expanded on receipt, and lowered. */
export function preference(type: number, mnemonic: string): RdataCodec<Preference> {
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
