import { given, needed, parsed } from '@span53/config';
import { parseRType, readEscape, RType } from '@span53/dns/wire';
import * as v from 'valibot';

import { answerRRset, responseVars } from '../answer.ts';
import { defineAction } from '../catalogue.ts';

const rawRdata = parsed('octets, with \\DDD for those that are no text', unescape);
const typeOrEmpty = parsed('a record type', (value) => (value === '' ? -1 : parseRType(value)));

/** Answers with the given RDATA under the type asked for; ANY queries get `qtype_for_any`. */
export const spoofRaw = defineAction({
  type: 'SpoofRaw',
  options: {
    answers: needed(v.array(rawRdata, 'expected a list of RDATA'), 'RDATA of each record'),
    qtype_for_any: given(typeOrEmpty, '', 'type of the records in an answer to ANY'),
    vars: responseVars,
  },
  build: ({ answers: rdata, qtype_for_any: anyType, vars }, { plane }) => {
    return (query) => {
      const { qtype } = query.view;
      const type = qtype === RType.ANY && anyType >= 0 ? anyType : qtype;
      query.answer = plane.answers.records(query, [answerRRset(query, type, vars.ttl, rdata)], vars);
      return 'answer';
    };
  },
});

/** Text with `\DDD` and `\X` escapes as octets; undefined when an escape is none, or it is too long for RDATA. */
function unescape(text: string): Uint8Array | undefined {
  const octets: number[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] !== '\\') {
      octets.push(...Buffer.from(text[at++]!));
      continue;
    }
    const escape = readEscape(text, at);
    if (escape === undefined) return undefined;
    octets.push(escape.octet);
    at = escape.last + 1;
  }
  return octets.length > 65_535 ? undefined : Uint8Array.from(octets);
}
