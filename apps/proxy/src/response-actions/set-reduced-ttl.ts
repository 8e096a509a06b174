import { needed, u8 } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';
import { editTtls } from '../ttl-edit.ts';

/** A share of each TTL, in percent, in the cache too. */
export const setReducedTtl = defineResponseAction({
  type: 'SetReducedTTL',
  options: { percentage: needed(u8, 'percent that remain') },
  build:
    ({ percentage }) =>
    ({ packet }) => {
      editTtls(packet, (ttl) => Math.min(0x7fff_ffff, Math.floor((ttl * percentage) / 100)));
      return undefined;
    },
});
