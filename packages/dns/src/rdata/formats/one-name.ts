import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** RDATA that is one name. */
export interface Target {
  readonly target: DNSName;
}

/** A type of RFC 1035 whose RDATA is one name, which may be compressed. */
export function oneName(type: number, mnemonic: string): RdataCodec<Target> {
  return defineRdata({
    type,
    mnemonic,
    lowersNames: true,
    decode: (r) => ({ target: r.name() }),
    encode: (w, v) => w.compressibleName(v.target),
    parse: (t) => ({ target: t.name() }),
    format: (v) => `${v.target}`,
  });
}
