import { needed } from '@span53/config';

import { defineSelector } from '../catalogue.ts';
import { rcode } from '../config/values.ts';

/** The 12-bit RCODE of a message with OPT record; without one it does not match. */
export const erCode = defineSelector({
  type: 'ERCode',
  options: { rcode: needed(rcode, 'extended RCODE') },
  build:
    ({ rcode: wanted }) =>
    ({ packet }) =>
      packet.opt !== undefined && packet.rcode === wanted,
});
