import { needed, text } from '@span53/config';

import { defineAction } from '../catalogue.ts';

/** Takes a tag from the query. */
export const unsetTag = defineAction({
  type: 'UnsetTag',
  options: { tag: needed(text, 'name') },
  build:
    ({ tag }) =>
    (query) => {
      query.tags?.delete(tag);
      return undefined;
    },
});
