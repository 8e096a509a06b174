import type { RdataCodec } from '../codec.ts';
import { eui, type Eui } from '../formats/eui.ts';

/** EUI64 (RFC 7043 §4). */
export const eui64: RdataCodec<Eui> = eui(109, 'EUI64', 8);
