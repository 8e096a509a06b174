import type { RdataCodec } from '../codec.ts';
import { preference, type Preference } from '../formats/preference.ts';

/** AFSDB (RFC 1183 §1): a subtype (1 AFS, 2 DCE) where the others have a preference, and a host. */
export const afsdb: RdataCodec<Preference> = preference(18, 'AFSDB');
