import { needed, text } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** A selector that was given that `name` earlier. */
export const byName = defineSelector({
  type: 'ByName',
  options: { selector_name: needed(text, 'an entry of `selectors`, or any selector named before') },
  build: ({ selector_name: name }, build) => {
    const named = build.names.selectors.get(name);
    if (named !== undefined) return named;
    build.problem(`no selector named ${JSON.stringify(name)} before this one`, 'selector_name');
    return () => false;
  },
});
