/** `wrandom`: random by weight. */
import { atWeight, loadLimit, type PolicyKind, usableWeight } from '../policy.ts';

/** Random, each backend as likely as its weight says, within the bounded load if that is on. */
export const wrandom: PolicyKind = {
  name: 'wrandom',
  build:
    ({ random, weightedFactor }) =>
    (backends, query) => {
      const limit = loadLimit(backends, weightedFactor);
      return atWeight(backends, query, random() * usableWeight(backends, query, limit), limit);
    },
};
