import { needed, text } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';

/** Takes a tag from the query. */
export const unsetTag = defineResponseAction({
  type: 'UnsetTag',
  options: { tag: needed(text, 'name') },
  build:
    ({ tag }) =>
    (query) => {
      query.tags?.delete(tag);
      return undefined;
    },
});
