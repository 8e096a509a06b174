import { needed, text } from '@span53/config';

import { defineAction } from '../catalogue.ts';

/** An action that was given that `name` earlier. */
export const byName = defineAction({
  type: 'ByName',
  options: { action_name: needed(text, 'any action named before') },
  build: ({ action_name: name }, build) => {
    const named = build.names.actions.get(name);
    if (named !== undefined) return named;
    build.problem(`no action named ${JSON.stringify(name)} before this one`, 'action_name');
    return () => undefined;
  },
});
