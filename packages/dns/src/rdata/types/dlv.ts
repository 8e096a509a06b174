import type { RdataCodec } from '../codec.ts';
import { digest, type Ds } from '../formats/digest.ts';

/** DLV (RFC 4431, obsolete): a DS outside the delegation. */
export const dlv: RdataCodec<Ds> = digest(32_769, 'DLV');
