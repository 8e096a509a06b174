import type { RdataCodec } from '../codec.ts';
import { namePair, type NamePair } from '../formats/name-pair.ts';

/** MINFO (RFC 1035 §3.3.7, experimental): who answers for a mailing list, and who gets its errors. */
export const minfo: RdataCodec<NamePair> = {
  ...namePair(14, 'MINFO'),
  encode: (w, v) => {
    w.compressibleName(v.first);
    w.compressibleName(v.second);
  },
};
