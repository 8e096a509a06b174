import { needed, u32 } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';
import { capTtls } from '../ttl-edit.ts';

/** No TTL above this, in the cache too. */
export const setMaxTtl = defineResponseAction({
  type: 'SetMaxTTL',
  options: { max: needed(u32, 'seconds') },
  build:
    ({ max }) =>
    ({ packet }) => {
      capTtls(packet, max);
      return undefined;
    },
});
