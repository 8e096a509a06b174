/** NOTIFY messages (RFC 1996): a primary tells that a zone has changed. */
import { Flag, OPCODE_SHIFT, Section, u32At } from './header.ts';
import type { MessageBuilder } from './message-builder.ts';
import type { MessageView } from './message-view.ts';
import type { DNSName } from './name.ts';
import { Opcode } from './opcode.ts';
import type { Question } from './question.ts';
import type { RRset } from './rrset.ts';
import { RType } from './rtype.ts';

/** What a NOTIFY says. */
export interface Notify {
  readonly zone: DNSName;
  readonly class: number;
  /** SOA, or a type of RFC 9859 such as CDS. */
  readonly type: number;
  /** The serial of the SOA record in ANSWER, a hint only (RFC 1996 §3.7); undefined without one. */
  readonly serial: number | undefined;
}

/** Flags of a NOTIFY query: opcode and AA (RFC 1996 §3.3). */
export const NOTIFY_FLAGS: number = (Opcode.NOTIFY << OPCODE_SHIFT) | Flag.AA;

/** Reads a NOTIFY; undefined when it is malformed or has no question. */
export function readNotify(view: MessageView): Notify | undefined {
  if (view.problem !== undefined || !view.hasQuestion) return undefined;
  let serial: number | undefined;
  const records = view.records();
  while (serial === undefined && records.next() && records.section === Section.ANSWER) {
    const isSerial = records.type === RType.SOA && records.name()?.equals(view.qname) === true;
    const rdata = isSerial ? records.rdata() : undefined;
    if (rdata !== undefined) serial = u32At(rdata, rdata.length - 20);
  }
  return { zone: view.qname, class: view.qclass, type: view.qtype, serial };
}

/** Writes the question, and the SOA when given, behind `builder.start` with `NOTIFY_FLAGS`. The question's type is SOA,
 *  or what RFC 9859 §4 tells the parent of: CDS, CSYNC. False when not all fits. */
export function writeNotify(builder: MessageBuilder, question: Question, soa?: RRset): boolean {
  if (!builder.question(question.name, question.type, question.class)) return false;
  return soa === undefined || builder.rrset(Section.ANSWER, soa);
}
