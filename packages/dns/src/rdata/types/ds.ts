import type { RdataCodec } from '../codec.ts';
import { digest, type Ds } from '../formats/digest.ts';

/** DS (RFC 4034 §5). */
export const ds: RdataCodec<Ds> = digest(43, 'DS');
