import { Flag } from '@span53/dns/wire';

import { defineAction } from '../catalogue.ts';

/** CD=1 towards the backend; the client sees its own CD again. */
export const setDisableValidation = defineAction({
  type: 'SetDisableValidation',
  options: {},
  build: () => (query) => {
    query.flagsSet |= Flag.CD;
    return undefined;
  },
});
