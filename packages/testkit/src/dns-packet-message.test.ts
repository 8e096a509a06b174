// Whole messages beside dns-packet 5.6.1: header, question, sections, EDNS. Its RDATA: dns-packet.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientSubnet, ecs, encodeOptions, keepalive, keyTag, padding } from '@span53/dns/edns';
import { IPAddress, Netmask } from '@span53/dns/inet';
import { parseRdata } from '@span53/dns/rdata';
import { DNSName, Flag, MessageBuilder, MessageView, RCode, RType, Section } from '@span53/dns/wire';
import * as dnsPacket from 'dns-packet';
// @ts-expect-error dns-packet has no types for its tables
import * as dnsPacketOpcodes from 'dns-packet/opcodes.js';
// @ts-expect-error likewise
import * as dnsPacketRcodes from 'dns-packet/rcodes.js';
// @ts-expect-error likewise
import * as dnsPacketTypes from 'dns-packet/types.js';
import * as fc from 'fast-check';
import { toHex } from './hex.ts';

/** What dns-packet gets wrong or cannot say, with what shows it. The generators below keep clear of it. */
const exceptions: [reason: string, shows: () => void][] = [
  [
    'keepalive with a timeout of 0 loses it, and OPT still counts its two octets',
    () => {
      const view = MessageView.open(theirs({ options: [{ code: 11, timeout: 0 }] }))!;
      assert.equal(view.problem, 'record');
    },
  ],
  [
    'ECS: bits behind the prefix are written, which RFC 7871 §6 forbids',
    () => {
      const option = { code: 8, family: 1, ip: '192.0.2.255', sourcePrefixLength: 25 };
      const data = MessageView.open(theirs({ options: [option] }))!.opt!.option(8)!;
      assert.equal(ecs.decode(data), undefined);
    },
  ],
  [
    'ECS: family 0 is written as the family of its address',
    () => {
      const option = { code: 8, family: 0, ip: '0.0.0.0', sourcePrefixLength: 0 };
      assert.equal(toHex(MessageView.open(theirs({ options: [option] }))!.opt!.option(8)!), '00010000');
    },
  ],
  [
    'a UDP size of 0 becomes 4096',
    () => assert.equal(MessageView.open(theirs({ udpPayloadSize: 0, options: [] }))!.opt!.udpSize, 4096),
  ],
  [
    'the RCODE is the four bits of the header: those in OPT are not joined to them',
    () => {
      const builder = new MessageBuilder().start({ id: 1, flags: Flag.QR, limit: 512 });
      builder.opt({ udpSize: 1232, extendedRcode: RCode.BADVERS >> 4 });
      const message = builder.finish();
      assert.equal(MessageView.open(message)!.rcode, RCode.BADVERS);
      assert.equal(decode(message).rcode, 'NOERROR');
    },
  ],
  [
    'a class without a name, such as NONE, becomes 0',
    () => {
      const builder = new MessageBuilder().start({ id: 1, flags: 0, limit: 512 });
      builder.question(DNSName.root, RType.A, 254);
      assert.equal(MessageView.open(dnsPacket.encode(dnsPacket.decode(builder.finish())))!.qclass, 0);
    },
  ],
];
for (const [reason, shows] of exceptions) test(`dns-packet, an exception: ${reason}`, shows);

/** An OPT record of theirs in a message of its own. */
function theirs(opt: object): Buffer {
  return dnsPacket.encode({ id: 1, additionals: [{ type: 'OPT', name: '.', ...opt } as never] });
}

/** A decoded message; the types of dns-packet lack some of its fields. */
interface Decoded extends Record<'answers' | 'authorities' | 'additionals', TheirRecord[]> {
  readonly id: number;
  readonly opcode: string;
  readonly rcode: string;
  readonly flags: number;
  readonly questions: { name: string; type: string; class: string }[];
  readonly [flag: `flag_${string}`]: boolean;
}
interface TheirRecord {
  readonly name: string;
  readonly type: string;
  readonly class?: string;
  readonly ttl?: number;
  readonly data?: unknown;
}
interface TheirOption extends Record<string, unknown> {
  readonly code: number;
}
const decode = (message: Buffer): Decoded => dnsPacket.decode(message) as unknown as Decoded;

const u16 = fc.nat(0xffff);
const label = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-_'),
  minLength: 1,
  maxLength: 12,
});
/** Without a final dot, as dns-packet has it; its trouble with other octets: dns-packet.test.ts. */
const plainName = fc.array(label, { maxLength: 5 }).map((labels) => labels.join('.') || '.');
const ours = (name: string): DNSName => DNSName.of(name === '.' ? name : `${name}.`);
const classes = { IN: 1, CS: 2, CH: 3, HS: 4, ANY: 255 } as const;
const className = fc.constantFrom(...(Object.keys(classes) as (keyof typeof classes)[]));

/** One record in both languages. A TTL with the top bit counts as zero here (RFC 2181 §8), not there. */
const record = fc
  .record({ name: plainName, class: className, ttl: fc.nat(0x7fff_ffff), target: plainName, preference: u16 })
  .chain(({ target, preference, ...head }) => {
    const exchange = ours(target);
    return fc.constantFrom(
      { ...head, type: 'A', data: '192.0.2.53', text: '192.0.2.53' },
      { ...head, type: 'NS', data: target, text: `${exchange}` },
      { ...head, type: 'MX', data: { preference, exchange: target }, text: `${preference} ${exchange}` },
      { ...head, type: 'TXT', data: [Buffer.from('a b'), Buffer.from('c')], text: '"a b" c' },
    );
  });
type Both = typeof record extends fc.Arbitrary<infer T> ? T : never;

/** One option: its data by our codec, and the fields that dns-packet writes it from. */
interface BothOption {
  readonly data: Uint8Array;
  readonly fields: TheirOption;
}
const subnet = (family: 4 | 6): fc.Arbitrary<BothOption> =>
  fc
    .tuple(
      fc.uint8Array({ minLength: family === 4 ? 4 : 16, maxLength: family === 4 ? 4 : 16 }),
      fc.nat(family === 4 ? 32 : 128),
      fc.nat(family === 4 ? 32 : 128),
    )
    .map(([octets, bits, scopePrefixLength]) => {
      const masked = Netmask.of(IPAddress.fromOctets(octets), bits)!;
      return {
        data: ecs.encode(clientSubnet(masked, scopePrefixLength)),
        fields: {
          code: 8,
          family: family === 4 ? 1 : 2,
          ip: `${masked.address}`,
          sourcePrefixLength: bits,
          scopePrefixLength,
        },
      };
    });
const option: fc.Arbitrary<BothOption> = fc.oneof(
  subnet(4),
  subnet(6),
  fc.option(fc.integer({ min: 1, max: 0xffff }), { nil: undefined }).map((timeout) => ({
    data: keepalive.encode({ timeoutMs: timeout === undefined ? undefined : timeout * 100 }),
    fields: { code: 11, ...(timeout !== undefined && { timeout }) },
  })),
  fc.nat(40).map((length) => ({ data: padding.encode(length), fields: { code: 12, length } })),
  fc
    .array(u16, { minLength: 1, maxLength: 4 })
    .map((tags) => ({ data: keyTag.encode(tags), fields: { code: 14, tags } })),
  fc
    .tuple(fc.constantFrom(3, 5, 10, 13, 15, 26_946, 65_001), fc.uint8Array({ maxLength: 20 }))
    .map(([code, data]) => ({ data, fields: { code, data: Buffer.from(data) } })),
);

const records = fc.array(record, { maxLength: 3 });
const message = fc.record({
  id: u16,
  flags: u16,
  question: fc.record({ name: plainName, type: u16, class: className }),
  answers: records,
  authorities: records,
  additionals: records,
  behind: records,
  opt: fc.option(
    fc.record({
      udpSize: fc.integer({ min: 512, max: 0xffff }),
      extendedRcode: fc.nat(255),
      version: fc.nat(255),
      dnssecOk: fc.boolean(),
      options: fc.array(option, { maxLength: 4 }),
    }),
    { nil: undefined, freq: 6 },
  ),
});
type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

function buildOurs({ id, flags, question, opt, ...sections }: Message): Buffer {
  const builder = new MessageBuilder().start({ id, flags, limit: 65_535 });
  builder.question(ours(question.name), question.type, classes[question.class]);
  const add = (section: Section, list: readonly Both[]): void => {
    for (const { name, type, class: rclass, ttl, text } of list) {
      const rdata = parseRdata(RType[type as 'A'], text);
      assert.ok(rdata instanceof Uint8Array);
      const set = { name: ours(name), type: RType[type as 'A'], class: classes[rclass], ttl, rdata: [rdata] };
      assert.ok(builder.rrset(section, set));
    }
  };
  add(Section.ANSWER, sections.answers);
  add(Section.AUTHORITY, sections.authorities);
  add(Section.ADDITIONAL, sections.additionals);
  const options = opt?.options.map(({ data, fields: { code } }) => ({ code, data }));
  if (opt !== undefined) assert.ok(builder.opt({ ...opt, options: encodeOptions(options!) }));
  add(Section.ADDITIONAL, sections.behind);
  return builder.finish();
}

function buildTheirs({ id, flags, question, answers, authorities, additionals, behind, opt }: Message): Buffer {
  const edns = opt && {
    type: 'OPT',
    name: '.',
    udpPayloadSize: opt.udpSize,
    extendedRcode: opt.extendedRcode,
    ednsVersion: opt.version,
    flags: opt.dnssecOk ? dnsPacket.DNSSEC_OK : 0,
    options: opt.options.map(({ fields }) => fields),
  };
  const packet = {
    id,
    type: (flags & Flag.QR) === 0 ? 'query' : 'response',
    flags: flags & ~Flag.QR,
    questions: [{ ...question, type: dnsPacketTypes.toString(question.type) }],
    answers,
    authorities,
    additionals: [...additionals, ...(edns === undefined ? [] : [edns]), ...behind],
  };
  return dnsPacket.encode(packet as never);
}

/** Everything a message says, names uncompressed. */
function contents(octets: Uint8Array): unknown {
  const view = MessageView.open(octets)!;
  assert.equal(view.problem, undefined);
  const list: string[] = [];
  const cursor = view.records();
  while (cursor.next()) {
    const { section, type, class: rclass, ttl } = cursor;
    list.push(
      type === RType.OPT
        ? `${section} OPT`
        : `${section} ${cursor.name()} ${ttl} ${rclass} ${type} ${toHex(cursor.rdata()!)}`,
    );
  }
  const { opt } = view;
  return {
    header: toHex(octets.subarray(0, 12)),
    question: `${view.qname} ${view.qclass} ${view.qtype}`,
    rcode: view.rcode,
    list,
    edns: opt && [opt.udpSize, opt.extendedRcode, opt.version, opt.flags],
    options: opt && [...opt.options()].map(({ code, data }) => `${code} ${toHex(data)}`),
  };
}

test('dns-packet finds in our message what we put in', () => {
  fc.assert(
    fc.property(message, (sent) => {
      const seen = decode(buildOurs(sent));
      const { id, flags, question, opt } = sent;
      assert.deepEqual([seen.id, seen.flags], [id, flags & ~Flag.QR]);
      for (const [name, bit] of [...Object.entries(Flag), ['Z', 0x40] as const])
        assert.equal(seen[`flag_${name.toLowerCase()}`], (flags & bit) !== 0, name);
      assert.equal(dnsPacketOpcodes.toOpcode(seen.opcode), (flags >> 11) & 15);
      assert.equal(dnsPacketRcodes.toRcode(seen.rcode), flags & 15);
      const { name, class: qclass } = question;
      assert.deepEqual(seen.questions, [{ name, type: dnsPacketTypes.toString(question.type), class: qclass }]);
      const read = (list: readonly TheirRecord[]): unknown[] =>
        list.map((each) => [each.name, each.type, each.class, each.ttl, each.data]);
      assert.deepEqual(read(seen.answers), read(sent.answers));
      assert.deepEqual(read(seen.authorities), read(sent.authorities));
      const additionals = [...sent.additionals, ...sent.behind];
      assert.deepEqual(read(seen.additionals.filter(({ type }) => type !== 'OPT')), read(additionals));
      const edns = seen.additionals.filter(({ type }) => type === 'OPT') as unknown as TheirOpt[];
      assert.equal(edns.length, opt === undefined ? 0 : 1);
      if (opt !== undefined) sameOpt(edns[0]!, opt);
    }),
  );
});

interface TheirOpt {
  readonly udpPayloadSize: number;
  readonly extendedRcode: number;
  readonly ednsVersion: number;
  readonly flag_do: boolean;
  readonly options: readonly TheirOption[];
}

function sameOpt(seen: TheirOpt, opt: NonNullable<Message['opt']>): void {
  const { udpPayloadSize, extendedRcode, ednsVersion, flag_do: dnssecOk } = seen;
  const fields = [udpPayloadSize, extendedRcode, ednsVersion, dnssecOk];
  assert.deepEqual(fields, [opt.udpSize, opt.extendedRcode, opt.version, opt.dnssecOk]);
  assert.equal(seen.options.length, opt.options.length);
  for (const [i, { data, fields: sent }] of opt.options.entries()) {
    const { ip, length: _, data: octets, ...others } = seen.options[i]!;
    assert.equal(toHex(octets as Buffer), toHex(data));
    if (ip !== undefined) assert.ok(IPAddress.parse(ip as string)!.equals(IPAddress.parse(sent['ip'] as string)!));
    for (const [key, value] of Object.entries(others)) if (key !== 'type') assert.deepEqual(value, sent[key], key);
  }
}

test('what dns-packet reads from our message and writes again says the same', () => {
  fc.assert(
    fc.property(message, (sent) => {
      const octets = buildOurs(sent);
      assert.deepEqual(contents(dnsPacket.encode(dnsPacket.decode(octets))), contents(octets));
    }),
  );
});

test('what dns-packet writes from fields says the same as what we write, and we read those fields', () => {
  fc.assert(
    fc.property(message, (sent) => {
      const octets = buildTheirs(sent);
      assert.deepEqual(contents(octets), contents(buildOurs(sent)));
      const view = MessageView.open(octets)!;
      const { id, flags, question, opt } = sent;
      assert.deepEqual([view.id, view.flags, view.opcode], [id, flags, (flags >> 11) & 15]);
      assert.deepEqual([`${view.qname}`, view.qtype], [`${ours(question.name)}`, question.type]);
      assert.equal(view.rcode, ((opt?.extendedRcode ?? 0) << 4) | (flags & 15));
      assert.equal(view.opt === undefined, opt === undefined);
      if (opt === undefined) return;
      const { udpSize, extendedRcode, version, dnssecOk } = view.opt!;
      assert.deepEqual([udpSize, extendedRcode, version], [opt.udpSize, opt.extendedRcode, opt.version]);
      assert.equal(dnssecOk, opt.dnssecOk);
    }),
  );
});
