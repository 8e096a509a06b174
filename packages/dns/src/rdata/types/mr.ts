import type { RdataCodec } from '../codec.ts';
import { oneName, type Target } from '../formats/one-name.ts';

/** MR (RFC 1035 §3.3.8, experimental): the new name of a mailbox. */
export const mr: RdataCodec<Target> = oneName(9, 'MR');
