import { defineAction } from '../catalogue.ts';

/** Ends the chain without an answer; a stream is closed. */
export const drop = defineAction({ type: 'Drop', options: {}, build: () => () => 'drop' });
