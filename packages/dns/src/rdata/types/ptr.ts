import type { RdataCodec } from '../codec.ts';
import { oneName, type Target } from '../formats/one-name.ts';

/** PTR (RFC 1035 §3.3.12): another place in the name space. */
export const ptr: RdataCodec<Target> = oneName(12, 'PTR');
