import { defineAction } from '../catalogue.ts';

/** Neither looked up in the cache nor stored there. */
export const setSkipCache = defineAction({
  type: 'SetSkipCache',
  options: {},
  build: () => (query) => {
    query.skipCache = true;
    return undefined;
  },
});
