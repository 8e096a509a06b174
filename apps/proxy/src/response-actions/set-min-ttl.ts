import { needed, u32 } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';
import { editTtls } from '../ttl-edit.ts';

/** No TTL below this, in the cache too. */
export const setMinTtl = defineResponseAction({
  type: 'SetMinTTL',
  options: { min: needed(u32, 'seconds') },
  build:
    ({ min }) =>
    ({ packet }) => {
      editTtls(packet, (ttl) => Math.max(ttl, min));
      return undefined;
    },
});
