import { bool, dnsNames, needed, unused } from '@span53/config';
import { NameTree } from '@span53/dns/wire';

import { defineSelector } from '../catalogue.ts';

/** The QNAME equals, or is below, one of the suffixes; on label borders, without regard to case. */
export const qnameSuffix = defineSelector({
  type: 'QNameSuffix',
  options: { suffixes: needed(dnsNames, 'the suffixes'), quiet: unused(bool) },
  build: ({ suffixes }) => {
    const tree = new NameTree<true>();
    for (const suffix of suffixes) tree.set(suffix, true);
    return ({ qname }) => tree.covers(qname);
  },
});
