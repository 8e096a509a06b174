import { Flag } from '@span53/dns/wire';

import { defineAction } from '../catalogue.ts';

/** Answers a UDP query with TC=1, RA as RD; over a stream it does nothing. */
export const tc = defineAction({
  type: 'TC',
  options: {},
  build:
    (_options, { plane }) =>
    (query) => {
      if (query.overStream) return undefined;
      query.answer = plane.answers.truncated(query.view, query.view.recursionDesired ? Flag.RA : 0);
      return 'answer';
    },
});
