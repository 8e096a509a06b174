import type { RdataCodec } from '../codec.ts';
import { oneName, type Target } from '../formats/one-name.ts';

/** MF (RFC 1035 §3.3.5, obsolete): a mail forwarder. */
export const mf: RdataCodec<Target> = oneName(4, 'MF');
