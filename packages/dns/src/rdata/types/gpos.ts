import type { RdataCodec } from '../codec.ts';
import { strings, type Texts } from '../formats/texts.ts';

/** GPOS (RFC 1712, obsolete): longitude, latitude and altitude as decimal numbers. */
export const gpos: RdataCodec<Texts> = strings(27, 'GPOS', 3, 3);
