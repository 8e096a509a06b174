import { defineSelector } from '../catalogue.ts';

/** Matches always. */
export const all = defineSelector({ type: 'All', options: {}, build: () => () => true });
