/** Answers that the proxy makes itself: error codes, spoofed records, truncation. */
import { bool, given, section, u32 } from '@span53/config';
import {
  errorResponse,
  Flag,
  MessageBuilder,
  MessageView,
  RClass,
  responseFlags,
  type RRset,
  Section,
  withoutOpt,
} from '@span53/dns/wire';

import type { ProxyQuery } from './query.ts';

/** `general` keys about our own answers. */
export interface AnswerSettings {
  /** UDP size in the OPT record of our answers, at least 512. */
  readonly udpSize: number;
  /** An OPT record when the query had one. */
  readonly addEdns: boolean;
}

/** dnsdist's ResponseConfig as YAML reads it: without it AA, AD and RA are 0 and TTLs are 0. */
export const responseVars = section({
  set_aa: given(bool, false, 'AA=1'),
  set_ad: given(bool, false, 'AD=1'),
  set_ra: given(bool, false, 'RA=1'),
  ttl: given(u32, 0, 'TTL of the records, seconds'),
});

/** Flags and TTL of an answer. */
export interface ResponseVars {
  readonly set_aa: boolean;
  readonly set_ad: boolean;
  readonly set_ra: boolean;
  readonly ttl: number;
}

/** One RRset and where it goes. */
export interface PlacedRRset {
  readonly section: Section;
  readonly rrset: RRset;
}

/** Makes answers. One per worker: its builder is reused. RD and CD are echoed, the question is repeated. */
export class Answers {
  readonly #settings: AnswerSettings;
  readonly #builder = new MessageBuilder();

  constructor(settings: AnswerSettings) {
    this.#settings = { ...settings, udpSize: Math.max(512, settings.udpSize) };
  }

  /** Nothing but an RCODE. One above 15 needs EDNS in the query, and is SERVFAIL without. */
  rcode(query: MessageView, rcode: number, flags = 0): Buffer {
    const response = errorResponse(query, rcode, { flags, udpSize: this.#settings.udpSize });
    if (this.#settings.addEdns || query.opt === undefined || rcode > 15) return response;
    return Buffer.from(withoutOpt(MessageView.open(response)!));
  }

  /** An empty answer with TC=1: "ask again over TCP". */
  truncated(query: MessageView, flags = 0): Buffer {
    return this.rcode(query, 0, Flag.TC | flags);
  }

  /** An answer with records. It is cut to what the client takes, with TC=1. */
  records(query: ProxyQuery, rrsets: readonly PlacedRRset[], vars: ResponseVars, rcode = 0): Buffer {
    const { view } = query;
    const withOpt = view.opt !== undefined && this.#settings.addEdns;
    const flags = responseFlags(view, flagsOf(vars) | rcode);
    const builder = this.#builder;
    builder.start({ id: view.id, flags, limit: query.responseLimit, reserved: withOpt ? 11 : 0 });
    builder.question(view.qname, view.qtype, view.qclass);
    for (const { section: where, rrset } of rrsets) builder.rrset(where, rrset);
    if (withOpt) builder.opt({ udpSize: this.#settings.udpSize, dnssecOk: view.opt.dnssecOk });
    return builder.finish();
  }
}

/** The flag bits that `vars` sets. */
export function flagsOf(vars: ResponseVars): number {
  return (vars.set_aa ? Flag.AA : 0) | (vars.set_ad ? Flag.AD : 0) | (vars.set_ra ? Flag.RA : 0);
}

/** Records of the asked name in the answer section. */
export function answerRRset(query: ProxyQuery, type: number, ttl: number, rdata: readonly Uint8Array[]): PlacedRRset {
  return { section: Section.ANSWER, rrset: { name: query.qname, type, class: RClass.IN, ttl, rdata } };
}
