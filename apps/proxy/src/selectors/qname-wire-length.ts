import { needed, u16 } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** The QNAME's octets with the root are fewer than the minimum or more than the maximum: outside the range. */
export const qnameWireLength = defineSelector({
  type: 'QNameWireLength',
  options: { min: needed(u16, 'fewest octets that do not match'), max: needed(u16, 'most octets that do not match') },
  build:
    ({ min, max }) =>
    ({ qname }) =>
      qname.wire.length < min || qname.wire.length > max,
});
