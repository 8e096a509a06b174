import { ipAddress, needed } from '@span53/config';
import type { IPAddress } from '@span53/dns/inet';
import { RClass, RType } from '@span53/dns/wire';
import * as v from 'valibot';

import { answerRRset, responseVars } from '../answer.ts';
import { defineAction } from '../catalogue.ts';

/** Answers A, AAAA and ANY queries from a list of addresses, in random order; other types go on with the chain. */
export const spoof = defineAction({
  type: 'Spoof',
  options: { ips: needed(v.array(ipAddress, 'expected a list of addresses'), 'the addresses'), vars: responseVars },
  build: ({ ips, vars }, { plane }) => {
    const a = octetsOf(ips, 4);
    const aaaa = octetsOf(ips, 6);
    const { answers, random } = plane;
    return (query) => {
      const { qtype, qclass } = query.view;
      const any = qtype === RType.ANY;
      if (qclass !== RClass.IN || (!any && qtype !== RType.A && qtype !== RType.AAAA)) return undefined;
      const rrsets = [];
      if (any || qtype === RType.A) rrsets.push(answerRRset(query, RType.A, vars.ttl, shuffled(a, random)));
      if (any || qtype === RType.AAAA) rrsets.push(answerRRset(query, RType.AAAA, vars.ttl, shuffled(aaaa, random)));
      if (rrsets.every(({ rrset }) => rrset.rdata.length === 0)) return undefined;
      query.answer = answers.records(query, rrsets, vars);
      return 'answer';
    };
  },
});

function octetsOf(ips: readonly IPAddress[], family: 4 | 6): Uint8Array[] {
  return ips.filter((ip) => ip.family === family).map(({ octets }) => octets);
}

/** A copy in random order (Fisher and Yates). */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
