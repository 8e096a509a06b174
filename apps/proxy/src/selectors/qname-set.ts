import { dnsNames, needed } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** The QNAME is one of these names, without regard to case. */
export const qnameSet = defineSelector({
  type: 'QNameSet',
  options: { qnames: needed(dnsNames, 'the names') },
  build: ({ qnames }) => {
    const keys = new Set(qnames.map(({ key }) => key));
    return ({ view }) => keys.has(view.qnameKey);
  },
});
