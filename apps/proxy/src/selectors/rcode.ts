import { needed } from '@span53/config';
import { RCODE_MASK } from '@span53/dns/wire';

import { defineSelector } from '../catalogue.ts';
import { rcode as rcodeText } from '../config/values.ts';

/** The header's RCODE; for response chains. */
export const rcode = defineSelector({
  type: 'RCode',
  options: { rcode: needed(rcodeText, 'RCODE') },
  build:
    ({ rcode: wanted }) =>
    ({ packet }) =>
      (packet.flags & RCODE_MASK) === wanted,
});
