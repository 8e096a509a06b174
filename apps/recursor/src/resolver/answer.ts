/** The response to a client from the outcome of a resolution. */
import { Ede, OptionCode, encodeEde, encodeOptions, type EdnsOption } from '@span53/dns/edns';
import {
  Flag,
  MessageBuilder,
  type MessageView,
  OPT_OCTETS_MIN,
  RClass,
  RType,
  Section,
  errorResponse,
  responseFlags,
} from '@span53/dns/wire';
import type { AnswerSet, Outcome } from './events.ts';
import { type Failure, failureResponse } from './failure.ts';

/** How a response is written. */
export interface AnswerRules {
  /** Most octets on this transport; a UDP client may set a lower limit. */
  readonly limit: number;
  readonly stream: boolean;
  /** UDP payload size that we advertise. */
  readonly udpSize: number;
  /** Extended DNS Errors (RFC 8914). */
  readonly extendedErrors: boolean;
  /** More options for the OPT record: the answer to a probe. */
  readonly options?: readonly EdnsOption[];
}

const builder = new MessageBuilder();

/** Encodes the response; RA is set, AD is not. */
export function buildAnswer(query: MessageView, outcome: Outcome, rules: AnswerRules): Buffer {
  if (outcome.failure !== undefined) return failureAnswer(query, outcome.failure, rules, outcome.cachedFailure);
  const { opt } = query;
  const options = opt === undefined ? undefined : encodeOptions(rules.options ?? []);
  const clientLimit = opt?.udpSize ?? 512;
  builder.start({
    id: query.id,
    flags: responseFlags(query, Flag.RA | (outcome.rcode & 15)),
    limit: rules.stream ? rules.limit : Math.min(rules.limit, clientLimit, Math.max(512, rules.udpSize)),
    reserved: opt === undefined ? 0 : OPT_OCTETS_MIN + (options?.length ?? 0),
  });
  builder.question(query.qname, query.qtype, query.qclass);
  const dnssecOk = opt?.dnssecOk === true;
  for (const answer of outcome.answer) write(Section.ANSWER, answer, dnssecOk);
  writeAuthority(outcome, dnssecOk);
  if (opt !== undefined) builder.opt({ udpSize: rules.udpSize, dnssecOk, options: options! });
  return builder.finish();
}

/** The response to a failure: RCODE and, with EDNS, an Extended DNS Error. */
export function failureAnswer(query: MessageView, failure: Failure, rules: AnswerRules, cached = false): Buffer {
  const { rcode, ede, text } = failureResponse[failure];
  const options = [...(rules.options ?? [])];
  if (rules.extendedErrors) {
    options.push({ code: OptionCode.EDE, data: encodeEde(ede, text ?? '') });
    if (cached) options.push({ code: OptionCode.EDE, data: encodeEde(Ede.CachedError) });
  }
  return errorResponse(query, rcode, { udpSize: rules.udpSize, flags: Flag.RA, options: encodeOptions(options) });
}

/** The response that sends a UDP client to TCP. */
export function truncatedAnswer(query: MessageView, rules: AnswerRules): Buffer {
  return errorResponse(query, 0, { udpSize: rules.udpSize, flags: Flag.RA | Flag.TC });
}

/** A TXT answer of class CHAOS: version.bind and its like. */
export function textAnswer(query: MessageView, text: string, rules: AnswerRules): Buffer {
  const octets = Buffer.from(text).subarray(0, 255);
  const rdata = Buffer.concat([Buffer.from([octets.length]), octets]);
  builder.start({ id: query.id, flags: responseFlags(query, Flag.RA | Flag.AA), limit: rules.limit });
  builder.question(query.qname, query.qtype, query.qclass);
  builder.rrset(Section.ANSWER, {
    name: query.qname,
    type: RType.TXT,
    class: RClass.CH,
    ttl: 86_400,
    rdata: [rdata],
  });
  if (query.opt !== undefined) builder.opt({ udpSize: rules.udpSize });
  return builder.finish();
}

/** The SOA of a denial; for who validates also what proves it, and the wildcards on the way there. */
function writeAuthority({ answer, authority }: Outcome, dnssecOk: boolean): void {
  for (const each of authority) {
    const { type } = each.set;
    if (dnssecOk || (type !== RType.NSEC && type !== RType.NSEC3)) write(Section.AUTHORITY, each, dnssecOk);
  }
  if (!dnssecOk) return;
  const written = authority.map(({ set }) => set);
  for (const { set, ttl } of answer) {
    for (const proof of set.proof ?? []) {
      if (written.some(({ name, type }) => type === proof.type && name.equals(proof.name))) continue;
      written.push(proof);
      write(Section.AUTHORITY, { set: proof, ttl: Math.min(ttl, proof.ttl) }, dnssecOk);
    }
  }
}

function write(section: Section, { set, ttl }: AnswerSet, dnssecOk: boolean): void {
  builder.rrset(section, set, { ttl });
  if (!dnssecOk || set.signatures.length === 0) return;
  const { name, class: rclass } = set;
  builder.rrset(section, { name, type: RType.RRSIG, class: rclass, ttl, rdata: set.signatures }, { ttl });
}
