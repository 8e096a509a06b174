import type { RdataCodec } from '../codec.ts';
import { namePair, type NamePair } from '../formats/name-pair.ts';

/** RP (RFC 1183 §2): the mailbox of a responsible person, and where to find TXT records. */
export const rp: RdataCodec<NamePair> = namePair(17, 'RP');
