import { defineAction } from '../catalogue.ts';

/** Does nothing: the rule only counts. */
export const none = defineAction({ type: 'None', options: {}, build: () => () => undefined });
