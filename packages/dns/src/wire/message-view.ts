/** A DNS message read in place: nothing is decoded until somebody asks, and then once. */
import { Flag, HEADER_OCTETS, OPCODE_MASK, OPCODE_SHIFT, RCODE_MASK, Section, u16At } from './header.ts';
import { DNSName, LABEL_OCTETS_MAX, loweredLatin1, NAME_OCTETS_MAX } from './name.ts';
import { copyOctets } from './octets.ts';
import { OptView, optionsAreWhole } from './opt-view.ts';
import { RecordCursor } from './record-cursor.ts';
import { RType } from './rtype.ts';

const UNREAD = -2;
const MALFORMED = -1;

/** What `check` found wrong. */
export type MessageProblem = 'question' | 'record' | 'opt' | 'tsig' | 'trailing';

/** A view on at least 12 octets. It owns nothing and lives as long as they do. */
export class MessageView {
  readonly octets: Uint8Array;
  #questionEnd = UNREAD;
  #qname: DNSName | undefined;
  #checked = false;
  #problem: MessageProblem | undefined;
  #opt: OptView | undefined;
  #tsigOffset = -1;
  #signatureOffset = -1;

  private constructor(octets: Uint8Array) {
    this.octets = octets;
  }

  /** Undefined when there is not even a header: such a packet deserves no answer. */
  static open(octets: Uint8Array): MessageView | undefined {
    return octets.length < HEADER_OCTETS ? undefined : new MessageView(octets);
  }

  get id(): number {
    return u16At(this.octets, 0);
  }

  /** The 16 flag bits with opcode and RCODE. */
  get flags(): number {
    return u16At(this.octets, 2);
  }

  get isResponse(): boolean {
    return (this.octets[2]! & 0x80) !== 0;
  }

  get opcode(): number {
    return (this.flags & OPCODE_MASK) >>> OPCODE_SHIFT;
  }

  get authoritative(): boolean {
    return (this.flags & Flag.AA) !== 0;
  }

  get truncated(): boolean {
    return (this.flags & Flag.TC) !== 0;
  }

  get recursionDesired(): boolean {
    return (this.flags & Flag.RD) !== 0;
  }

  get checkingDisabled(): boolean {
    return (this.flags & Flag.CD) !== 0;
  }

  /** The 12-bit RCODE with the OPT record's upper bits, when there is a good one. */
  get rcode(): number {
    const low = this.flags & RCODE_MASK;
    return this.opt === undefined ? low : (this.opt.extendedRcode << 4) | low;
  }

  /** Number of entries that the header promises in a section. */
  count(section: Section): number {
    return u16At(this.octets, 4 + 2 * section);
  }

  /** True when there is exactly one question and it is well-formed (RFC 9619). */
  get hasQuestion(): boolean {
    return this.#question() > 0;
  }

  /** Offset behind the question; 12 when there is none, -1 when it is malformed. */
  get questionEnd(): number {
    return this.#question() === MALFORMED && this.count(Section.QUESTION) === 0 ? HEADER_OCTETS : this.#questionEnd;
  }

  /** The QNAME, copied once; the root when there is no good question. */
  get qname(): DNSName {
    if (this.#qname !== undefined) return this.#qname;
    const end = this.#question() - 4;
    this.#qname = end < 0 ? DNSName.root : DNSName.fromWire(copyOctets(this.octets, HEADER_OCTETS, end));
    return this.#qname;
  }

  /** The QNAME's map key, without making a name; the root's when there is no good question. */
  get qnameKey(): string {
    const end = this.#question() - 4;
    return this.#qname?.key ?? (end < 0 ? DNSName.root.key : loweredLatin1(this.octets, HEADER_OCTETS, end));
  }

  /** The QTYPE; 0 when there is no good question. */
  get qtype(): number {
    const end = this.#question();
    return end < 0 ? 0 : u16At(this.octets, end - 4);
  }

  /** The QCLASS; 0 when there is no good question. */
  get qclass(): number {
    const end = this.#question();
    return end < 0 ? 0 : u16At(this.octets, end - 2);
  }

  /** The OPT record; undefined when there is none or the message is malformed (see `problem`). */
  get opt(): OptView | undefined {
    this.#check();
    return this.#opt;
  }

  /** Undefined for a well-formed message; otherwise what is wrong. Looks at every record once. */
  get problem(): MessageProblem | undefined {
    this.#check();
    return this.#problem;
  }

  /** Where a TSIG record starts (always the last record, RFC 8945 §5.1), or -1. */
  get tsigOffset(): number {
    this.#check();
    return this.#tsigOffset;
  }

  /** True when the message carries TSIG or SIG(0): it must not be edited. */
  get isSigned(): boolean {
    this.#check();
    return this.#signatureOffset >= 0;
  }

  /** A fresh cursor over all records behind the question. */
  records(): RecordCursor {
    return new RecordCursor(this.octets, Math.max(this.questionEnd, HEADER_OCTETS));
  }

  #question(): number {
    if (this.#questionEnd === UNREAD) this.#questionEnd = readQuestion(this.octets);
    return this.#questionEnd;
  }

  #check(): void {
    if (this.#checked) return;
    this.#checked = true;
    const start = this.questionEnd;
    if (start < 0) this.#problem = 'question';
    else if (this.octets[7] === 0 && this.octets[6] === 0 && this.octets[9] === 0 && this.octets[8] === 0) {
      this.#checkAdditionalOnly(start);
    } else this.#walk();
  }

  /** The common query: nothing, or one OPT, behind the question. */
  #checkAdditionalOnly(start: number): void {
    const { octets } = this;
    if (octets[11] === 0 && octets[10] === 0) {
      if (start !== octets.length) this.#problem = 'trailing';
      return;
    }
    const rest = octets.length - start;
    const single = octets[11] === 1 && octets[10] === 0 && rest >= 11;
    if (single && octets[start] === 0 && u16At(octets, start + 1) === RType.OPT) {
      const end = start + 11 + u16At(octets, start + 9);
      if (end > octets.length) this.#problem = 'record';
      else this.#takeOpt(start, end);
      if (this.#problem === undefined && end !== octets.length) this.#problem = 'trailing';
    } else this.#walk();
  }

  #walk(): void {
    const records = this.records();
    while (this.#problem === undefined && records.next()) {
      if (this.#tsigOffset >= 0) this.#problem = 'tsig';
      else if (records.type === RType.OPT) {
        if (records.section !== Section.ADDITIONAL || this.#opt !== undefined) this.#problem = 'opt';
        else if (this.octets[records.nameOffset] !== 0) this.#problem = 'opt';
        else this.#takeOpt(records.nameOffset, records.end);
      } else if (records.type === RType.TSIG) {
        if (records.section !== Section.ADDITIONAL) this.#problem = 'tsig';
        this.#tsigOffset = records.nameOffset;
        this.#signatureOffset = records.nameOffset;
      } else if (records.type === RType.SIG && records.section === Section.ADDITIONAL) {
        this.#signatureOffset = records.nameOffset;
      }
    }
    if (records.failed) this.#problem = 'record';
    else if (this.#problem === undefined && records.end !== this.octets.length) this.#problem = 'trailing';
    if (this.#problem === 'opt' || this.#problem === 'record') this.#opt = undefined;
  }

  #takeOpt(start: number, end: number): void {
    if (optionsAreWhole(this.octets, start + 11, end)) this.#opt = new OptView(this.octets, start, end);
    else this.#problem = 'opt';
  }
}

/** Offset behind the one question at octet 12; MALFORMED when QDCOUNT is not 1 or the question is not whole. */
function readQuestion(octets: Uint8Array): number {
  if (octets[4] !== 0 || octets[5] !== 1) return MALFORMED;
  let at = HEADER_OCTETS;
  // A first name has nothing before it to point to, so it is never compressed.
  while (at < octets.length && octets[at] !== 0) {
    if (octets[at]! > LABEL_OCTETS_MAX) return MALFORMED;
    at += octets[at]! + 1;
  }
  const end = at + 5;
  return end > octets.length || at + 1 - HEADER_OCTETS > NAME_OCTETS_MAX ? MALFORMED : end;
}
