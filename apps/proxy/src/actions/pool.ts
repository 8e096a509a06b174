import { bool, given, needed, text } from '@span53/config';

import { defineAction } from '../catalogue.ts';

/** Chooses the pool, and ends the chain unless told to go on. */
export const pool = defineAction({
  type: 'Pool',
  options: {
    pool_name: needed(text, 'name of the pool; one that does not exist is reported at start'),
    stop_processing: given(bool, true, 'false: go on with the chain'),
  },
  build: ({ pool_name: name, stop_processing: stop }, build) => {
    const chosen = build.pool(name, 'pool_name');
    if (chosen === undefined) return () => undefined;
    const verdict = stop ? 'allow' : undefined;
    return (query) => {
      query.pool = chosen;
      return verdict;
    };
  },
});
