import { needed } from '@span53/config';

import { flagsOf, responseVars } from '../answer.ts';
import { defineAction } from '../catalogue.ts';
import { rcode as rcodeText } from '../config/values.ts';

/** Answers with an RCODE and nothing else. */
export const rcode = defineAction({
  type: 'RCode',
  options: { rcode: needed(rcodeText, 'RCODE'), vars: responseVars },
  build: ({ rcode: code, vars }, { plane }) => {
    const flags = flagsOf(vars);
    return (query) => {
      query.answer = plane.answers.rcode(query.view, code & 0x0f, flags);
      return 'answer';
    };
  },
});
