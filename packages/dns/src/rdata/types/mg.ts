import type { RdataCodec } from '../codec.ts';
import { oneName, type Target } from '../formats/one-name.ts';

/** MG (RFC 1035 §3.3.6, experimental): a member of a mail group. */
export const mg: RdataCodec<Target> = oneName(8, 'MG');
