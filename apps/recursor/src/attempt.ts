/** One query on its way to a server, and who waits for its answer. */
import { type DNSName, HEADER_OCTETS, LOWERED, MessageView, Opcode, RCode, sameName } from '@span53/dns/wire';
import { type ClientFailure, type ClientQuery, IDLE_QUERY, type QueryOwner, timeOut } from '@span53/transport';
import type { Arrival, Send } from './resolver/events.ts';

/** Answers with a wrong ID that are taken for an attempt at forgery. */
const STRAYS_MAX = 1;

/** Called once, with what came of an attempt; `quirk` is what the server did wrong on the way. */
export type AttemptEnd = (arrival: Arrival, quirk: 'case' | undefined) => void;

/** The state of a query in flight, as the transports want it. */
export class Attempt implements ClientQuery {
  deadlineMs: number = IDLE_QUERY.deadlineMs;
  wheelSlot: number = IDLE_QUERY.wheelSlot;
  wheelIndex: number = IDLE_QUERY.wheelIndex;
  wireId: number = IDLE_QUERY.wireId;
  owner: QueryOwner | undefined = IDLE_QUERY.owner;
  readonly #send: Send;
  /** The QNAME as written on the wire. */
  readonly #asked: DNSName;
  readonly #startedMs: number;
  readonly #end: AttemptEnd;
  #strays = 0;

  constructor(send: Send, asked: DNSName, startedMs: number, end: AttemptEnd) {
    this.#send = send;
    this.#asked = asked;
    this.#startedMs = startedMs;
    this.#end = end;
  }

  /** True when the message answers our question; the case of its letters is looked at later (RFC 5452 §9.1). */
  accepts(message: Buffer): boolean {
    const view = MessageView.open(message);
    if (view === undefined || !view.isResponse || view.opcode !== Opcode.QUERY) return false;
    if (!view.hasQuestion) return isBareError(view);
    const { name, type, class: rclass } = this.#send.question;
    return view.qtype === type && view.qclass === rclass && sameName(view.qname.wire, name.wire);
  }

  onResponse(message: Buffer, nowMs: number): void {
    const response = MessageView.open(message)!;
    const elapsedMs = nowMs - this.#startedMs;
    // Over a stream nobody can slip in an answer, so the case proves nothing there.
    const caseLost =
      this.#send.transport === 'udp' &&
      response.hasQuestion &&
      Buffer.compare(response.qname.wire, this.#asked.wire) !== 0;
    if (caseLost) this.#end({ kind: 'suspicious', elapsedMs, nowMs }, 'case');
    else this.#end({ kind: 'response', response: withLoweredQuestion(response), elapsedMs, nowMs }, undefined);
  }

  onStray(nowMs: number): void {
    this.#strays += 1;
    if (this.#strays < STRAYS_MAX || this.owner === undefined) return;
    this.owner.forget(this);
    this.#end({ kind: 'suspicious', elapsedMs: nowMs - this.#startedMs, nowMs }, undefined);
  }

  onFailure(failure: ClientFailure, nowMs: number): void {
    const ended = failure === 'network' && this.#send.transport === 'tcp';
    const kind = failure === 'timeout' ? 'timeout' : ended ? 'closed' : 'network';
    const ours = failure === 'busy' ? ({ unmeasured: true } as const) : {};
    this.#end({ kind, elapsedMs: nowMs - this.#startedMs, nowMs, ...ours }, undefined);
  }

  onDeadline(nowMs: number): void {
    timeOut(this, nowMs);
  }
}

/**
 * Names of a response point into its question where they can: lowered, they show neither the case that we mixed nor
 * that of the client who happened to ask first.
 */
function withLoweredQuestion(response: MessageView): MessageView {
  if (!response.hasQuestion) return response;
  const { octets, questionEnd } = response;
  for (let at = HEADER_OCTETS; at < questionEnd - 4; at += 1) octets[at] = LOWERED[octets[at]!]!;
  return MessageView.open(octets)!;
}

/** RCODEs that speak about the query as a whole, not about its name. */
const BARE_ERRORS: ReadonlySet<number> = new Set([RCode.FORMERR, RCode.SERVFAIL, RCode.NOTIMP, RCode.REFUSED]);

/** Some servers leave out the question with such an RCODE. ID and peer match; a forger wins no more than a failure. */
function isBareError(view: MessageView): boolean {
  return view.count(0) === 0 && BARE_ERRORS.has(view.flags & 15);
}
