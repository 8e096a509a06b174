import { needed, u32 } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';

/** The client sees no TTL above this; the cache keeps the original. */
export const setMaxReturnedTtl = defineResponseAction({
  type: 'SetMaxReturnedTTL',
  options: { max: needed(u32, 'seconds') },
  build:
    ({ max }) =>
    (query) => {
      query.returnedTtlMax = max;
      return undefined;
    },
});
