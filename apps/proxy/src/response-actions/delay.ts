import { needed, u32 } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';

/** Holds the answer to a UDP query. */
export const delay = defineResponseAction({
  type: 'Delay',
  options: { msec: needed(u32, 'milliseconds') },
  build:
    ({ msec }) =>
    (query) => {
      if (!query.overStream) query.delayMs = msec;
      return undefined;
    },
});
