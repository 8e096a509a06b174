import { list } from '@span53/config';

import { defineSelector, type Nested } from '../catalogue.ts';

/** All inner selectors match, asked in order until one does not. An empty list matches. */
export const and = defineSelector({
  type: 'And',
  options: ({ selector }: Nested) => ({ selectors: list(selector) }),
  build: ({ selectors }, build) => {
    const inner = selectors.map((config, i) => build.at('selectors', i).selector(config));
    return (query) => {
      for (const matches of inner) if (!matches(query)) return false;
      return true;
    };
  },
});
