import { needed, u32 } from '@span53/config';

import { defineAction } from '../catalogue.ts';

/** The client sees no TTL above this; the cache keeps the original. */
export const setMaxReturnedTtl = defineAction({
  type: 'SetMaxReturnedTTL',
  options: { max: needed(u32, 'seconds') },
  build:
    ({ max }) =>
    (query) => {
      query.returnedTtlMax = max;
      return undefined;
    },
});
