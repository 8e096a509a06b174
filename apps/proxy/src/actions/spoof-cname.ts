import { dnsName, needed } from '@span53/config';
import { RType } from '@span53/dns/wire';

import { answerRRset, responseVars } from '../answer.ts';
import { defineAction } from '../catalogue.ts';

/** Answers with one CNAME record; its target is not resolved. */
export const spoofCname = defineAction({
  type: 'SpoofCNAME',
  options: { cname: needed(dnsName, 'target'), vars: responseVars },
  build: ({ cname, vars }, { plane }) => {
    const rdata = [cname.wire];
    return (query) => {
      query.answer = plane.answers.records(query, [answerRRset(query, RType.CNAME, vars.ttl, rdata)], vars);
      return 'answer';
    };
  },
});
