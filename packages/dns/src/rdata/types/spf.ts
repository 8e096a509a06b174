import type { RdataCodec } from '../codec.ts';
import { texts, type Texts } from '../formats/texts.ts';

/** SPF (RFC 7208 §3.1, obsolete). */
export const spf: RdataCodec<Texts> = texts(99, 'SPF');
