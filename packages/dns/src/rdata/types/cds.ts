import type { RdataCodec } from '../codec.ts';
import { digest, type Ds } from '../formats/digest.ts';

/** CDS (RFC 7344 §3.1): the DS a child wants; `0 0 0 00` asks for removal (RFC 8078 §4). */
export const cds: RdataCodec<Ds> = digest(59, 'CDS');
