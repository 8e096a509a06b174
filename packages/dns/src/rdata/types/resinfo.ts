import type { RdataCodec } from '../codec.ts';
import { texts, type Texts } from '../formats/texts.ts';

/** RESINFO (RFC 9606): what a resolver can do, `key=value` strings. */
export const resinfo: RdataCodec<Texts> = texts(261, 'RESINFO');
