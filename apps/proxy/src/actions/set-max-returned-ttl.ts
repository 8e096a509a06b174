import { defineAction } from '../catalogue.ts';
import { needed, u32 } from '@span53/config';

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
