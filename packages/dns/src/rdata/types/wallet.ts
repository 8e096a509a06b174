import type { RdataCodec } from '../codec.ts';
import { texts, type Texts } from '../formats/texts.ts';

/** WALLET (262, expert review): a public wallet address. */
export const wallet: RdataCodec<Texts> = texts(262, 'WALLET');
