import type { RdataCodec } from '../codec.ts';
import { oneName, type Target } from '../formats/one-name.ts';

/** MB (RFC 1035 §3.3.3, experimental): a host with the mailbox. */
export const mb: RdataCodec<Target> = oneName(7, 'MB');
