import { needed } from '@span53/config';

import { flagsOf, responseVars } from '../answer.ts';
import { defineAction } from '../catalogue.ts';
import { rcode } from '../config/values.ts';

/** Answers with a 12-bit RCODE; SERVFAIL when the query has no OPT record to hold its upper bits. */
export const erCode = defineAction({
  type: 'ERCode',
  options: { rcode: needed(rcode, 'extended RCODE'), vars: responseVars },
  build: ({ rcode: code, vars }, { plane }) => {
    const flags = flagsOf(vars);
    return (query) => {
      query.answer = plane.answers.rcode(query.view, code, flags);
      return 'answer';
    };
  },
});
