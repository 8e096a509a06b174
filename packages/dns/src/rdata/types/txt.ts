import type { RdataCodec } from '../codec.ts';
import { texts, type Texts } from '../formats/texts.ts';

/** TXT (RFC 1035 §3.3.14). */
export const txt: RdataCodec<Texts> = texts(16, 'TXT');
