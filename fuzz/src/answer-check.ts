/** What may come back for a mutated packet: the RFCs' answer, or silence. */
import { MessageView, Opcode, RCode, rcodeName, Section } from '@span53/dns/wire';

import type { FuzzPacket } from './packets.ts';

/** RCODEs that say "I do not do that": for opcodes other than QUERY, and for a message without question. */
const NOT_DONE: readonly number[] = [RCode.FORMERR, RCode.NOTIMP, RCode.REFUSED, RCode.NOTAUTH];
const PLAIN_UDP_OCTETS = 512;

/** How many packets were answered how. */
export interface AnswerCounts {
  sent: number;
  malformed: number;
  answered: number;
  formerr: number;
}

/** What the rules depend on. */
export interface CheckRules {
  /** Answers are datagrams, and must fit what the query allows. */
  readonly datagrams: boolean;
  /** The server passes on what another one answered: any opcode, and the case of its names. */
  readonly passesOn: boolean;
}

/** Matches answers with the packets of one socket, by ID, and judges them. */
export class AnswerCheck {
  readonly counts: AnswerCounts;
  readonly #wrong: (what: string) => void;
  readonly #rules: CheckRules;
  readonly #sent = new Map<number, FuzzPacket>();

  constructor(counts: AnswerCounts, wrong: (what: string) => void, rules: CheckRules) {
    this.counts = counts;
    this.#wrong = wrong;
    this.#rules = rules;
  }

  /** A packet goes out; its ID is not in use. */
  sent(id: number, packet: FuzzPacket): void {
    this.counts.sent += 1;
    if (packet.view === undefined || packet.view.problem !== undefined) this.counts.malformed += 1;
    if (packet.octets.length >= 2) this.#sent.set(id, packet);
  }

  /** A message came back. */
  received(octets: Buffer): void {
    const response = MessageView.open(octets);
    const packet = response === undefined ? undefined : this.#sent.get(response.id);
    const wrong = response === undefined ? 'shorter than a header' : problemOf(response, packet, this.#rules);
    this.counts.answered += 1;
    if (response !== undefined && (response.flags & 15) === RCode.FORMERR) this.counts.formerr += 1;
    // Several messages to one query are a zone transfer, which these servers refuse.
    if (response !== undefined) this.#sent.delete(response.id);
    if (wrong === undefined) return;
    this.#wrong(`answer ${wrong}\n  to ${packet?.octets.toString('hex') ?? 'nothing'}\n  ${octets.toString('hex')}`);
  }
}

/** What is wrong with an answer; undefined when it may be given. */
export function problemOf(
  response: MessageView,
  packet: FuzzPacket | undefined,
  { datagrams, passesOn }: CheckRules,
): string | undefined {
  if (packet === undefined) return 'to what was not asked, or a second one';
  const query = packet.view;
  if (query === undefined) return 'to less than a header';
  if (query.isResponse) return 'to a response';
  if (!response.isResponse) return 'is no response';
  if (response.opcode !== query.opcode) return `has opcode ${response.opcode}`;
  if (response.problem !== undefined) return `is malformed: ${response.problem}`;
  // An error response to a packet without a good question has none either, which is no problem.
  if (response.hasQuestion && !sameQuestion(response, query, passesOn)) return 'to another question';
  if (datagrams && response.octets.length > udpLimit(query)) return `has ${response.octets.length} octets`;
  return rcodeAllowed(response, query, passesOn) ? undefined : `has ${rcodeName(response.rcode)}`;
}

function sameQuestion(response: MessageView, query: MessageView, anyCase: boolean): boolean {
  if (!query.hasQuestion || response.qtype !== query.qtype || response.qclass !== query.qclass) return false;
  if (anyCase) return response.qnameKey === query.qnameKey;
  return Buffer.compare(response.qname.wire, query.qname.wire) === 0;
}

/** RFC 6891 §6.2.3: a size below 512 is 512. */
function udpLimit(query: MessageView): number {
  return Math.max(PLAIN_UDP_OCTETS, query.opt?.udpSize ?? PLAIN_UDP_OCTETS);
}

/**
 * A malformed query gets FORMERR (RFC 1035 §4.1.1). Octets behind the last record may be overlooked; who does not do
 * an opcode may say so before it looks further (RFC 8906 §3.1.4).
 */
function rcodeAllowed(response: MessageView, query: MessageView, passesOn: boolean): boolean {
  const rcode = response.rcode;
  const good = query.problem === undefined || query.problem === 'trailing';
  if (good && (passesOn || query.opcode === Opcode.QUERY)) return true;
  if (query.opcode !== Opcode.QUERY || query.count(Section.QUESTION) === 0) return NOT_DONE.includes(rcode);
  return rcode === RCode.FORMERR;
}
