import { needed, u32 } from '@span53/config';

import { defineAction } from '../catalogue.ts';

/** Holds the answer of a UDP query. */
export const delay = defineAction({
  type: 'Delay',
  options: { msec: needed(u32, 'milliseconds') },
  build:
    ({ msec }) =>
    (query) => {
      if (!query.overStream) query.delayMs = msec;
      return undefined;
    },
});
