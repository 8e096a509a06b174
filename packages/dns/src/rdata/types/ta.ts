import type { RdataCodec } from '../codec.ts';
import { digest, type Ds } from '../formats/digest.ts';

/** TA (32768): a trust anchor, written like DS. */
export const ta: RdataCodec<Ds> = digest(32_768, 'TA');
