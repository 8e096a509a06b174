import { list } from '@span53/config';

import { defineSelector, type Nested } from '../catalogue.ts';

/** Any inner selector matches, asked in order until one does. An empty list never matches. */
export const or = defineSelector({
  type: 'Or',
  options: ({ selector }: Nested) => ({ selectors: list(selector) }),
  build: ({ selectors }, build) => {
    const inner = selectors.map((config, i) => build.at('selectors', i).selector(config));
    return (query) => {
      for (const matches of inner) if (matches(query)) return true;
      return false;
    };
  },
});
