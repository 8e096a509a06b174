import { defineResponseAction } from '../catalogue.ts';

/** The response is not stored in the cache. */
export const setSkipCache = defineResponseAction({
  type: 'SetSkipCache',
  options: {},
  build: () => (query) => {
    query.skipCache = true;
    return undefined;
  },
});
