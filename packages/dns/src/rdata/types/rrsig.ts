import type { RdataCodec } from '../codec.ts';
import { decodeSignature, signature, type Rrsig } from '../formats/signature.ts';

/** RRSIG (RFC 4034 §3). */
export const rrsig: RdataCodec<Rrsig> = {
  ...signature(46, 'RRSIG'),
  decode: (r) => decodeSignature(r, r.plainName.bind(r)),
};
