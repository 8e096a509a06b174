import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** RDATA that is two names. */
export interface NamePair {
  readonly first: DNSName;
  readonly second: DNSName;
}

/** MINFO (RFC 1035 §3.3.7, experimental): who answers for a mailing list, and who gets its errors. */
export const minfo: RdataCodec<NamePair> = {
  ...pair(14, 'MINFO'),
  encode: (w, v) => {
    w.compressibleName(v.first);
    w.compressibleName(v.second);
  },
};

/** RP (RFC 1183 §2): the mailbox of a responsible person, and where to find TXT records. */
export const rp = pair(17, 'RP');

/** TALINK (58, expert review): the names before and behind in a list of trust anchors. Never compressed or lowered. */
export const talink: RdataCodec<NamePair> = {
  ...pair(58, 'TALINK'),
  lowersNames: false,
  decode: (r) => ({ first: r.plainName(), second: r.plainName() }),
};

function pair(type: number, mnemonic: string): RdataCodec<NamePair> {
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
