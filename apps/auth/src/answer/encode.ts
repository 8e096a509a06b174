/** An answer as octets: sections in order, names compressed, within a limit (RFC 2181 §9, RFC 6891 §7). */
import { encodeEde, encodeOptions, OptionCode, type EdnsOption } from '@span53/dns/edns';
import { Flag, MessageBuilder, type MessageView, OPT_OCTETS_MIN, responseFlags, Section } from '@span53/dns/wire';
import type { Answer, Entry } from './answer.ts';

/** What a response carries beside the answer. */
export interface EncodeOptions {
  /** Most octets in the response. */
  readonly limit: number;
  /** Our UDP size for the OPT record. */
  readonly udpSize: number;
  /** Name server identifier (RFC 5001), when the query asks for it and we tell. */
  readonly nsid: Uint8Array | undefined;
}

/** Encodes answers with one reused builder. One per thread. */
export class AnswerEncoder {
  readonly #builder = new MessageBuilder();

  /** Fresh octets of the response to `query`, which has a question. */
  encode(query: MessageView, answer: Answer, options: EncodeOptions): Buffer {
    const { opt } = query;
    const extra = opt === undefined ? undefined : ednsOptions(answer, options.nsid);
    const reserved = opt === undefined ? 0 : OPT_OCTETS_MIN + (extra?.length ?? 0);
    const set = (answer.authoritative ? Flag.AA : 0) | (answer.truncated ? Flag.TC : 0) | (answer.rcode & 15);
    const flags = responseFlags(query, set);
    const builder = this.#builder.start({ id: query.id, flags, limit: options.limit, reserved });
    builder.question(query.qname, query.qtype, query.qclass);
    addSection(builder, Section.ANSWER, answer.answer);
    addSection(builder, Section.AUTHORITY, answer.authority);
    addSection(builder, Section.ADDITIONAL, answer.additional);
    if (opt !== undefined) {
      builder.opt({
        udpSize: options.udpSize,
        extendedRcode: answer.rcode >>> 4,
        dnssecOk: opt.dnssecOk,
        ...(extra === undefined ? {} : { options: extra }),
      });
    }
    return builder.finish();
  }
}

function addSection(builder: MessageBuilder, section: Section, entries: readonly Entry[]): void {
  for (const entry of entries) builder.rrset(section, entry.rrset, entry);
}

function ednsOptions(answer: Answer, nsid: Uint8Array | undefined): Buffer | undefined {
  if (answer.ede === undefined && nsid === undefined) return undefined;
  const list: EdnsOption[] = [];
  if (nsid !== undefined) list.push({ code: OptionCode.NSID, data: nsid });
  if (answer.ede !== undefined) {
    list.push({ code: OptionCode.EDE, data: encodeEde(answer.ede.code, answer.ede.text) });
  }
  return encodeOptions(list);
}
