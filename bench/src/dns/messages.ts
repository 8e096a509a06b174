/** Reading and writing messages, beside dns-packet doing the same. */
import dnsPacket from 'dns-packet';

import { OptionCode } from '@span53/dns/edns';
import { decodeRdata } from '@span53/dns/rdata';
import {
  DNSName,
  Flag,
  MessageBuilder,
  MessageView,
  RClass,
  RType,
  Section,
  WireReader,
  type RRset,
} from '@span53/dns/wire';
import { fourAddresses, tracedQuery } from '@span53/testkit';

import { inTurns } from '../turns.ts';
import { atMost, besideDnsPacket, type Row } from './row.ts';

export function benchMessages(rounds: number): Row[] {
  const ns = inTurns({ view, theirView, decode, theirDecode, encode, theirEncode }, rounds);
  return [
    atMost('view of a query: QTYPE, OPT, TRACEPARENT', ns.view, 100),
    besideDnsPacket('the same', { ns: ns.view, theirs: ns.theirView, least: 5 }),
    besideDnsPacket('full decode of an answer of 4 records', { ns: ns.decode, theirs: ns.theirDecode, least: 3 }),
    besideDnsPacket('encode it with compression', { ns: ns.encode, theirs: ns.theirEncode, least: 5 }),
  ];
}

// As sockets hand them over.
const query = Buffer.from(tracedQuery);
const answer = Buffer.from(fourAddresses);
const decoded = dnsPacket.decode(answer);

/** Looks at a query as a server does: question, OPT, the option that decides tracing. */
function view(): number {
  const message = MessageView.open(query)!;
  const { opt } = message;
  return message.qtype + (opt === undefined ? 0 : opt.find(OptionCode.TRACEPARENT) + opt.udpSize);
}

/** Every record as a name and a value. */
function decode(): number {
  const message = MessageView.open(answer)!;
  const records = message.records();
  let seen = message.qname.wire.length;
  while (records.next()) {
    const { rdataOffset, rdataLength } = records;
    const rdata = decodeRdata(records.type, new WireReader(answer, rdataOffset, rdataOffset + rdataLength));
    seen += records.name()!.wire.length + records.ttl + (rdata.kind === 'known' ? 1 : 0);
  }
  return seen;
}

const name = DNSName.of('www.example.');
const rrset: RRset = {
  name,
  type: RType.A,
  class: RClass.IN,
  ttl: 300,
  rdata: [1, 2, 3, 4].map((last) => Uint8Array.of(192, 0, 2, last)),
};
const builder = new MessageBuilder();

function encode(): number {
  builder.start({ id: 0x1a2b, flags: Flag.QR | Flag.AA | Flag.RD | Flag.RA, limit: 1232 });
  builder.question(name, RType.A, RClass.IN);
  builder.rrset(Section.ANSWER, rrset);
  builder.opt({ udpSize: 1232 });
  return builder.finish().length;
}

function theirView(): number {
  return dnsPacket.decode(query).id!;
}

function theirDecode(): number {
  return dnsPacket.decode(answer).id!;
}

function theirEncode(): number {
  return dnsPacket.encode(decoded).length;
}
