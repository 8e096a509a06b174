import type { RdataCodec } from '../codec.ts';
import { oneName, type Target } from '../formats/one-name.ts';

/** MD (RFC 1035 §3.3.4, obsolete): a mail destination. */
export const md: RdataCodec<Target> = oneName(3, 'MD');
