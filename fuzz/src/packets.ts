/** Packets for servers: queries, responses, NOTIFY, UPDATE about the lab's names, and what mutation makes of them. */
import { parseRdata } from '@span53/dns/rdata';
import { DNSName, MessageBuilder, MessageView, NOTIFY_FLAGS, RType, Section, writeUpdate } from '@span53/dns/wire';

import { Corpus, type Random } from './mutate.ts';
import { messageSeeds } from './seeds.ts';

const RD = 0x0100;
const RESPONSE = 0x8180;
const TYPES = [RType.A, RType.NS, RType.SOA, RType.MX, RType.TXT, RType.AAAA, RType.HTTPS, RType.ANY, RType.AXFR];
/** A TRACEPARENT of version 0 that asks to be recorded. */
const TRACEPARENT = Buffer.from(`ffdc001b0000${'4bf92f3577b34da6a3ce929d0e0e4736'}${'00f067aa0ba902b7'}01`, 'hex');
const COOKIE = Buffer.from('000a00082464c4abcf10c957', 'hex');
const SUBNET = Buffer.from('0008000700011800c00002', 'hex');
const NSID_AND_PADDING = Buffer.from('00030000000c000400000000', 'hex');
const OPTIONS = [TRACEPARENT, COOKIE, SUBNET, NSID_AND_PADDING, Buffer.concat([COOKIE, TRACEPARENT, SUBNET])];

/** A packet whose ID is free to choose. */
export interface FuzzPacket {
  readonly octets: Buffer;
  /** Undefined when there is not even a header. */
  readonly view: MessageView | undefined;
}

/** A stream of mutated packets about some names: the same seed gives the same packets. */
export class PacketSource {
  readonly #random: Random;
  readonly #corpus: Corpus;

  constructor(random: Random, names: readonly string[]) {
    this.#random = random;
    this.#corpus = new Corpus([...names.flatMap(seedsAbout), ...messageSeeds]);
  }

  /** The next packet, with this ID when it has room for one. */
  next(id: number): FuzzPacket {
    const random = this.#random;
    const octets = this.#octets(random.below(32));
    if (octets.length >= 2) octets.writeUInt16BE(id, 0);
    const view = MessageView.open(octets);
    if (view !== undefined && view.problem === undefined) this.#corpus.keep(random, octets);
    return { octets, view };
  }

  #octets(chance: number): Buffer {
    if (chance === 0) return this.#random.octets(this.#random.below(600));
    return chance < 16 ? this.#corpus.near(this.#random) : this.#corpus.next(this.#random);
  }
}

/** A plain query: what a server answers whatever came before. */
export function normalQuery(name: string, id: number): Buffer {
  const builder = new MessageBuilder().start({ id, flags: RD, limit: 512 });
  builder.question(DNSName.of(name), RType.A, 1);
  return builder.finish();
}

function seedsAbout(text: string): Buffer[] {
  const name = DNSName.of(text);
  const query = (fill: (builder: MessageBuilder) => void, { type = RType.A as number, flags = RD } = {}): Buffer => {
    const builder = new MessageBuilder().start({ id: 0, flags, limit: 65_535 });
    builder.question(name, type, 1);
    fill(builder);
    return builder.finish();
  };
  const address = record(RType.A, '192.0.2.1');
  return [
    ...TYPES.map((type) => query(() => undefined, { type })),
    ...OPTIONS.map((options) => query((builder) => builder.opt({ udpSize: 1232, dnssecOk: true, options }))),
    query((builder) => {
      builder.rrset(Section.ADDITIONAL, { name, type: RType.TSIG, class: 255, ttl: 0, rdata: [signature] });
    }),
    query(
      (builder) => {
        builder.rrset(Section.ANSWER, { name, type: RType.A, class: 1, ttl: 60, rdata: [address] });
        builder.opt({ udpSize: 1232, options: TRACEPARENT });
      },
      { flags: RESPONSE },
    ),
    query(() => undefined, { type: RType.SOA, flags: NOTIFY_FLAGS }),
    update(name, address),
  ];
}

function update(name: DNSName, address: Uint8Array): Buffer {
  const builder = new MessageBuilder().start({ id: 0, flags: 0x2800, limit: 65_535 });
  writeUpdate(builder, {
    zone: name,
    class: 1,
    prerequisites: [{ kind: 'name in use', name }],
    changes: [{ kind: 'add', name, type: RType.A, ttl: 5, rdata: address }],
  });
  return builder.finish();
}

function record(type: number, text: string): Uint8Array {
  const rdata = parseRdata(type, text);
  if (!(rdata instanceof Uint8Array)) throw new Error(`${text}: ${rdata.message}`);
  return rdata;
}

const signature = record(RType.TSIG, 'hmac-sha256. 1700000000 300 4 AQIDBA== 4660 NOERROR 0');
