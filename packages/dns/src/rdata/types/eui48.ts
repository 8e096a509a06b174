import type { RdataCodec } from '../codec.ts';
import { eui, type Eui } from '../formats/eui.ts';

/** EUI48 (RFC 7043 §3). */
export const eui48: RdataCodec<Eui> = eui(108, 'EUI48', 6);
