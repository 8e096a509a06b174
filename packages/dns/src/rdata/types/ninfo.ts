import type { RdataCodec } from '../codec.ts';
import { texts, type Texts } from '../formats/texts.ts';

/** NINFO (56, expert review): zone status, written like TXT. */
export const ninfo: RdataCodec<Texts> = texts(56, 'NINFO');
