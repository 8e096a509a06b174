import { defineResponseAction } from '../catalogue.ts';

/** Ends the chain: the response is sent. */
export const allow = defineResponseAction({ type: 'Allow', options: {}, build: () => () => 'allow' });
