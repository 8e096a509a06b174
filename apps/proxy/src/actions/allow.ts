import { defineAction } from '../catalogue.ts';

/** Ends the chain: the query goes on to its pool. */
export const allow = defineAction({ type: 'Allow', options: {}, build: () => () => 'allow' });
