/** Responses written as text: what an authority of a simulated network says. */
import {
  DNSName,
  Flag,
  MessageBuilder,
  MessageView,
  type RRset,
  RClass,
  RType,
  Section,
  parseRType,
  responseFlags,
  type Question,
} from '@span53/dns/wire';
import { IPAddress } from '@span53/dns/inet';

/** A host of a simulated network: octets of a response, or undefined to stay silent. */
export type SimHost = (query: Uint8Array, transport: 'udp' | 'tcp') => Uint8Array | undefined;

/** A response as text: records as `owner TTL TYPE RDATA`. */
export interface SimResponse {
  readonly rcode?: number;
  /** AA; true unless told. */
  readonly authoritative?: boolean;
  readonly truncated?: boolean;
  readonly answer?: readonly string[];
  readonly authority?: readonly string[];
  readonly additional?: readonly string[];
  /** OPT in the response; as in the query unless told. */
  readonly edns?: boolean;
}

/** A question written `www.example. A`. Throws on anything else. */
export function question(text: string): Question {
  const [owner = '', type = ''] = text.split(/\s+/);
  const number = parseRType(type);
  if (number === undefined) throw new SyntaxError(`no question: ${text}`);
  return { name: DNSName.of(owner), type: number, class: RClass.IN };
}

/** The RRset of one record written `owner TTL TYPE RDATA`, class IN. Throws on what it cannot read. */
export function record(text: string): RRset {
  const [owner = '', ttl = '', mnemonic = '', ...rdata] = text.trim().split(/\s+/);
  const type = parseRType(mnemonic);
  if (type === undefined || !/^\d+$/.test(ttl)) throw new SyntaxError(`no record: ${text}`);
  return { name: DNSName.of(owner), type, class: RClass.IN, ttl: Number(ttl), rdata: [encode(type, rdata, text)] };
}

/** A query as a resolver would send it, RD clear. */
export function queryOctets({ name, type }: Question, id = 4711, edns = true): Buffer {
  const builder = new MessageBuilder().start({ id, flags: 0, limit: 512 });
  builder.question(name, type, RClass.IN);
  if (edns) builder.opt({ udpSize: 1232 });
  return builder.finish();
}

/** The response to `query`. */
export function respond(query: Uint8Array, response: SimResponse): Buffer {
  const view = MessageView.open(query);
  if (view === undefined || !view.hasQuestion) throw new TypeError('not a query');
  const { rcode = 0, authoritative = true, truncated = false, edns = view.opt !== undefined } = response;
  const set = (authoritative ? Flag.AA : 0) | (truncated ? Flag.TC : 0) | (rcode & 15);
  const builder = new MessageBuilder().start({ id: view.id, flags: responseFlags(view, set), limit: 65_535 });
  builder.question(view.qname, view.qtype, view.qclass);
  for (const text of response.answer ?? []) builder.rrset(Section.ANSWER, record(text));
  for (const text of response.authority ?? []) builder.rrset(Section.AUTHORITY, record(text));
  for (const text of response.additional ?? []) builder.rrset(Section.ADDITIONAL, record(text));
  if (edns) builder.opt({ udpSize: 1232, extendedRcode: rcode >>> 4 });
  return builder.finish();
}

/** A host that always says the same. */
export function saying(response: SimResponse): SimHost {
  return (query) => respond(query, response);
}

/** Records in the answer section. */
export function answer(...records: string[]): SimHost {
  return saying({ answer: records });
}

/** A referral to `zone`, its servers given with their glue ('' or several addresses separated by spaces). */
export function referral(zone: string, servers: Readonly<Record<string, string>>): SimHost {
  const additional: string[] = [];
  for (const [name, addresses] of Object.entries(servers)) {
    for (const address of addresses.split(' ').filter((text) => text !== '')) {
      additional.push(`${name} 3600 ${address.includes(':') ? 'AAAA' : 'A'} ${address}`);
    }
  }
  const authority = Object.keys(servers).map((name) => `${zone} 3600 NS ${name}`);
  return saying({ authoritative: false, authority, additional });
}

/** NXDOMAIN (rcode 3) or NODATA (rcode 0) with the SOA of `zone`, its minimum 300 seconds (RFC 2308 §3). */
export function negative(zone: string, rcode: 0 | 3): SimHost {
  return saying({ rcode, authority: [`${zone} 3600 SOA ns.${zone} admin.${zone} 1 7200 900 86400 300`] });
}

function encode(type: number, fields: readonly string[], text: string): Uint8Array {
  const first = fields[0] ?? '';
  switch (type) {
    case RType.A:
    case RType.AAAA: {
      const address = IPAddress.parse(first);
      if (address === undefined) throw new SyntaxError(`no address: ${text}`);
      return address.octets;
    }
    case RType.NS:
    case RType.CNAME:
    case RType.DNAME:
    case RType.PTR:
      return DNSName.of(first).wire;
    case RType.SOA:
      return Buffer.concat([DNSName.of(first).wire, DNSName.of(fields[1]!).wire, u32s(fields.slice(2, 7))]);
    case RType.TXT:
      return Buffer.concat(fields.map((part) => Buffer.from([part.length, ...Buffer.from(part, 'latin1')])));
    default:
      return Buffer.from(fields.join(''), 'hex');
  }
}

function u32s(numbers: readonly string[]): Buffer {
  const octets = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => octets.writeUInt32BE(Number(number), 4 * index));
  return octets;
}
