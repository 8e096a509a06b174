import { defineResponseAction } from '../catalogue.ts';

/** Ends the chain and throws the response away; a stream is closed. */
export const drop = defineResponseAction({ type: 'Drop', options: {}, build: () => () => 'drop' });
