import { Flag } from '@span53/dns/wire';

import { defineAction } from '../catalogue.ts';

/** RD=0 towards the backend; the client sees its own RD again. */
export const setNoRecurse = defineAction({
  type: 'SetNoRecurse',
  options: {},
  build: () => (query) => {
    query.flagsCleared |= Flag.RD;
    return undefined;
  },
});
