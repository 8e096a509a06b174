import type { RdataCodec } from '../codec.ts';
import { texts, type Texts } from '../formats/texts.ts';

/** AVC (258, expert review): application visibility and control. */
export const avc: RdataCodec<Texts> = texts(258, 'AVC');
