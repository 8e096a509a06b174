import type { RdataCodec } from '../codec.ts';
import { namePair, type NamePair } from '../formats/name-pair.ts';

/** TALINK (58, expert review): the names before and behind in a list of trust anchors. Never compressed or lowered. */
export const talink: RdataCodec<NamePair> = {
  ...namePair(58, 'TALINK'),
  lowersNames: false,
  decode: (r) => ({ first: r.plainName(), second: r.plainName() }),
};
