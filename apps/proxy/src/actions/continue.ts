import { defineAction, type Nested } from '../catalogue.ts';

/** Runs another action and goes on with the chain, whatever that one says. */
export const continueWith = defineAction({
  type: 'Continue',
  options: ({ action }: Nested) => ({ action }),
  build: ({ action }, build) => {
    const inner = build.at('action').action(action);
    return (query) => {
      inner(query);
      return undefined;
    };
  },
});
