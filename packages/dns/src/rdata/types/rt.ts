import type { RdataCodec } from '../codec.ts';
import { preference, type Preference } from '../formats/preference.ts';

/** RT (RFC 1183 §3.3): a host that routes. */
export const rt: RdataCodec<Preference> = preference(21, 'RT');
