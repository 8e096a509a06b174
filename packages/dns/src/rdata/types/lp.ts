import type { RdataCodec } from '../codec.ts';
import { preference, type Preference } from '../formats/preference.ts';

/** LP (RFC 6742 §2.4): a name with L32 or L64 records. Never compressed, never lowered. */
export const lp: RdataCodec<Preference> = {
  ...preference(107, 'LP'),
  lowersNames: false,
  decode: (r) => ({ preference: r.u16(), exchange: r.plainName() }),
};
