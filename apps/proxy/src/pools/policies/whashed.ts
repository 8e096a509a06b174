/** `whashed`: the same name goes to the same backend as long as the set of backends stays. */
import { atWeight, hashOctets, loadLimit, type PolicyKind, usableWeight } from '../policy.ts';

/** The hash of the QNAME, lowered, modulo the sum of weights. */
export const whashed: PolicyKind = {
  name: 'whashed',
  build:
    ({ hashSeed, weightedFactor }) =>
    (backends, query) => {
      const limit = loadLimit(backends, weightedFactor);
      const weight = usableWeight(backends, query, limit);
      if (weight === 0) return undefined;
      return atWeight(backends, query, hashOctets(query.qname.wire, hashSeed) % weight, limit);
    },
};
