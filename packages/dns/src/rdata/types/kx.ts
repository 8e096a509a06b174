import type { RdataCodec } from '../codec.ts';
import { preference, type Preference } from '../formats/preference.ts';

/** KX (RFC 2230 §3): a key exchanger. */
export const kx: RdataCodec<Preference> = { ...preference(36, 'KX'), classIN: true };
