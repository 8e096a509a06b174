import type { RdataCodec } from '../codec.ts';
import { strings, type Texts } from '../formats/texts.ts';

/** ISDN (RFC 1183 §3.2): an address and perhaps a subaddress. */
export const isdn: RdataCodec<Texts> = strings(20, 'ISDN', 1, 2);
