import type { RdataCodec } from '../codec.ts';
import { association, type Tlsa } from '../formats/association.ts';

/** SMIMEA (RFC 8162 §2): the same format for mail certificates. */
export const smimea: RdataCodec<Tlsa> = association(53, 'SMIMEA');
