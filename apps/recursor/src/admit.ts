/** What is answered without looking anything up: bad packets, refused clients, questions about ourselves. */
import { Flag, type MessageView, Opcode, RClass, RCode, RType, errorResponse, isMetaType } from '@span53/dns/wire';
import { type AnswerRules, failureAnswer, textAnswer, truncatedAnswer } from './resolver/answer.ts';

/** Settings that decide. */
export interface AdmitSettings {
  readonly allowNoRd: boolean;
  readonly anyToTcp: boolean;
  /** Texts of class CHAOS by lowered name key. */
  readonly chaos: ReadonlyMap<string, string>;
}

/** The response; undefined for a question that has to be resolved. */
export function answerAtOnce(view: MessageView, rules: AnswerRules, settings: AdmitSettings): Buffer | undefined {
  const { udpSize } = rules;
  if (view.opcode !== Opcode.QUERY) return errorResponse(view, RCode.NOTIMP, { udpSize });
  // QDCOUNT is 1 in a query (RFC 9619); whatever does not parse to the end is malformed.
  if (!view.hasQuestion || view.problem !== undefined) return errorResponse(view, RCode.FORMERR, { udpSize });
  if ((view.opt?.version ?? 0) > 0) return errorResponse(view, RCode.BADVERS, { udpSize });
  if (view.qclass === RClass.CH) return answerChaos(view, rules, settings);
  if (view.qclass !== RClass.IN) return failureAnswer(view, 'not implemented', rules);
  const { qtype } = view;
  if (qtype === RType.AXFR || qtype === RType.IXFR)
    return errorResponse(view, RCode.REFUSED, { udpSize, flags: Flag.RA });
  if (qtype === RType.ANY) {
    if (settings.anyToTcp && !rules.stream) return truncatedAnswer(view, rules);
  } else if (isMetaType(qtype)) return failureAnswer(view, 'not implemented', rules);
  if (!view.recursionDesired && !settings.allowNoRd) return failureAnswer(view, 'recursion not desired', rules);
  return undefined;
}

function answerChaos(view: MessageView, rules: AnswerRules, { chaos }: AdmitSettings): Buffer {
  const text = chaos.get(view.qnameKey);
  const asksText = view.qtype === RType.TXT || view.qtype === RType.ANY;
  return text === undefined || !asksText ? failureAnswer(view, 'acl', rules) : textAnswer(view, text, rules);
}
