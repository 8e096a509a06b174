/** One health check: what is asked, and whether the answer is good. Pure. */
import { Flag, MessageBuilder, type MessageView, RCode, RCODE_MASK, sameName, type DNSName } from '@span53/dns/wire';

/** What a probe asks. */
export interface ProbeQuestion {
  readonly qname: DNSName;
  readonly qtype: number;
  readonly qclass: number;
  readonly checkingDisabled: boolean;
  /** NXDOMAIN and REFUSED are failures too. */
  readonly mustResolve: boolean;
}

/** Why a probe failed, in dnsdist's words for its counters. */
export type ProbeFailure = 'timeout' | 'network' | 'mismatch' | 'invalid';

/** The query: RD=1, its ID is whoever sends it to choose. */
export function probeQuery({ qname, qtype, qclass, checkingDisabled }: ProbeQuestion): Buffer {
  const flags = Flag.RD | (checkingDisabled ? Flag.CD : 0);
  const builder = new MessageBuilder().start({ id: 0, flags, limit: 512 });
  builder.question(qname, qtype, qclass);
  return builder.finish();
}

/** True for a response to this question. */
export function answersProbe(response: MessageView, { qname, qtype, qclass }: ProbeQuestion): boolean {
  return (
    response.isResponse &&
    response.hasQuestion &&
    response.qtype === qtype &&
    response.qclass === qclass &&
    sameName(response.qname.wire, qname.wire)
  );
}

/** Undefined for a good answer: any RCODE but SERVFAIL, with `mustResolve` neither NXDOMAIN nor REFUSED. */
export function judgeProbe(response: MessageView, question: ProbeQuestion): ProbeFailure | undefined {
  const rcode = response.flags & RCODE_MASK;
  if (rcode === RCode.SERVFAIL) return 'invalid';
  return question.mustResolve && (rcode === RCode.NXDOMAIN || rcode === RCode.REFUSED) ? 'invalid' : undefined;
}
