import { dnsName, needed } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** The QNAME is exactly this name, without regard to case. */
export const qname = defineSelector({
  type: 'QName',
  options: { qname: needed(dnsName, 'the name') },
  build: ({ qname: name }) => {
    const { key } = name;
    return ({ view }) => view.qnameKey === key;
  },
});
