import { needed, text } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';

/** Gives the query a tag, or another value for it. */
export const setTag = defineResponseAction({
  type: 'SetTag',
  options: { tag: needed(text, 'name'), value: needed(text, 'value') },
  build:
    ({ tag, value }) =>
    (query) => {
      query.setTag(tag, value);
      return undefined;
    },
});
