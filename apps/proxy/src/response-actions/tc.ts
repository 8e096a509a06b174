import { defineResponseAction } from '../catalogue.ts';

/** Sends a UDP client TC=1 and no records instead of the response. */
export const tc = defineResponseAction({
  type: 'TC',
  options: {},
  build:
    (_options, { plane }) =>
    (query) => {
      if (query.overStream) return undefined;
      query.answer = plane.answers.truncated(query.view);
      return 'answer';
    },
});
