import { needed, text } from '@span53/config';

import { defineAction } from '../catalogue.ts';

/** Gives the query a tag, or another value for it. */
export const setTag = defineAction({
  type: 'SetTag',
  options: { tag: needed(text, 'name'), value: needed(text, 'value') },
  build:
    ({ tag, value }) =>
    (query) => {
      query.setTag(tag, value);
      return undefined;
    },
});
