import { needed, text } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';

/** A response action that was given that `name` earlier. */
export const byName = defineResponseAction({
  type: 'ByName',
  options: { action_name: needed(text, 'any response action named before') },
  build: ({ action_name: name }, build) => {
    const named = build.names.responseActions.get(name);
    if (named !== undefined) return named;
    build.problem(`no response action named ${JSON.stringify(name)} before this one`, 'action_name');
    return () => undefined;
  },
});
