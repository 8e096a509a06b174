import { needed, u32 } from '@span53/config';

import { defineAction } from '../catalogue.ts';

/** Seconds that SERVFAIL and REFUSED stay in the cache; 0: not cached. */
export const setTempFailureCacheTtl = defineAction({
  type: 'SetTempFailureCacheTTL',
  options: { ttl: needed(u32, 'seconds') },
  build:
    ({ ttl }) =>
    (query) => {
      query.temporaryFailureTtl = ttl;
      return undefined;
    },
});
