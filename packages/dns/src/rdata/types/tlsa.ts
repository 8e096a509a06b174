import type { RdataCodec } from '../codec.ts';
import { association, type Tlsa } from '../formats/association.ts';

/** TLSA (RFC 6698 §2.1). */
export const tlsa: RdataCodec<Tlsa> = association(52, 'TLSA');
