import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** RDATA that is two names. */
export interface NamePair {
  readonly first: DNSName;
  readonly second: DNSName;
}

/** A type with two names, which are never compressed, but expanded on receipt, and lowered. */
export function namePair(type: number, mnemonic: string): RdataCodec<NamePair> {
  return defineRdata({
    type,
    mnemonic,
    lowersNames: true,
    decode: (r) => ({ first: r.name(), second: r.name() }),
    encode: (w, v) => {
      w.name(v.first);
      w.name(v.second);
    },
    parse: (t) => ({ first: t.name(), second: t.name() }),
    format: (v) => `${v.first} ${v.second}`,
  });
}
