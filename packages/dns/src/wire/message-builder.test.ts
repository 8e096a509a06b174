import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryName, hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { Section } from './header.ts';
import { MessageBuilder } from './message-builder.ts';
import { MessageView } from './message-view.ts';
import { DNSName } from './name.ts';
import { PADDING_BLOCK } from './padding.ts';
import type { RRset } from './rrset.ts';
import { RType } from './rtype.ts';

const owner = DNSName.of('www.example.');
const addresses = (count: number, name = owner): RRset => ({
  name,
  type: RType.A,
  class: 1,
  ttl: 60,
  rdata: Array.from({ length: count }, (_, i) => Uint8Array.of(192, 0, 2, i)),
});
const start = { id: 1, flags: 0x8400, limit: 512 };

test('a compressed answer with OPT, octet by octet', () => {
  const builder = new MessageBuilder().start({ ...start, reserved: 11 });
  builder.question(owner, RType.A, 1);
  assert.ok(builder.rrset(Section.ANSWER, addresses(2)));
  const ns = { name: DNSName.of('example.'), type: RType.NS, class: 1, ttl: 5, rdata: [owner.wire] };
  assert.ok(builder.rrset(Section.AUTHORITY, ns));
  builder.opt({ udpSize: 1232, dnssecOk: true, extendedRcode: 1, options: hex`0003 0000` });
  assert.equal(
    toHex(builder.finish()),
    toHex(hex`
    0001 8400 0001 0002 0001 0001
    03 777777 07 6578616d706c65 00 0001 0001
    c00c 0001 0001 0000003c 0004 c0000200
    c00c 0001 0001 0000003c 0004 c0000201
    c010 0002 0001 00000005 0002 c00c
    00 0029 04d0 01 00 8000 0004 0003 0000`),
  );
});

test('owner and TTL may be replaced (RFC 4592 §3.3, RFC 2308 §3)', () => {
  const builder = new MessageBuilder().start(start);
  builder.rrset(Section.ANSWER, addresses(1, DNSName.of('*.example.')), { owner, ttl: 7 });
  const records = MessageView.open(builder.finish())!.records();
  assert.ok(records.next());
  assert.equal(`${records.name()} ${records.ttl}`, 'www.example. 7');
});

test('RFC 2181 §9: an RRset that does not fit is left out whole, TC is set, OPT stays', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 120, reserved: 11 });
  builder.question(owner, RType.A, 1);
  assert.ok(!builder.rrset(Section.ANSWER, addresses(20)));
  assert.ok(builder.truncated);
  assert.ok(!builder.rrset(Section.AUTHORITY, addresses(1)), 'nothing follows what was cut');
  builder.opt({ udpSize: 1232 });
  const view = MessageView.open(builder.finish())!;
  assert.ok(view.truncated && view.opt !== undefined && view.problem === undefined);
  assert.equal(view.count(Section.ANSWER), 0);
});

test('additional data that does not fit sets no TC, required glue does (RFC 9471 §3.1)', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 60 });
  builder.question(owner, RType.A, 1);
  assert.ok(!builder.rrset(Section.ADDITIONAL, addresses(5)));
  assert.ok(!builder.truncated);
  assert.ok(builder.rrset(Section.ADDITIONAL, addresses(1)), 'a smaller one still fits');
  assert.ok(!builder.rrset(Section.ADDITIONAL, addresses(5), { required: true }));
  assert.ok(builder.truncated);
});

const padded = [
  { what: 'to a whole block', records: 2, limit: 1232, options: hex``, length: 468 },
  { what: 'behind other options', records: 2, limit: 1232, options: hex`0003 0001 61`, length: 468 },
  { what: 'to the next block', records: 27, limit: 1232, options: hex``, length: 936 },
  { what: 'to the limit when that comes first', records: 27, limit: 512, options: hex``, length: 512 },
  { what: 'with no octet when it fits by itself', records: 1, limit: 60, options: hex``, length: 60 },
];
for (const { what, records, limit, options, length } of padded) {
  test(`RFC 8467 §4.1: a response is padded ${what}`, () => {
    const builder = new MessageBuilder().start({ ...start, limit, reserved: 15 });
    builder.question(owner, RType.A, 1);
    assert.ok(builder.rrset(Section.ANSWER, addresses(records)));
    builder.opt({ udpSize: 1232, options, paddingBlock: PADDING_BLOCK.response });
    const message = builder.finish();
    assert.equal(message.length, length);
    const view = MessageView.open(message)!;
    assert.equal(view.problem, undefined);
    const codes = [...view.opt!.options()].map(({ code }) => code);
    assert.deepEqual(codes, options.length > 0 ? [3, 12] : [12]);
    assert.ok(view.opt!.option(12)!.every((octet) => octet === 0));
  });
}

test('RFC 7830 §3: padding leaves the room that is reserved for a TSIG', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 512, reserved: 11 + 5 + 4 + 100 });
  builder.question(owner, RType.A, 1);
  builder.opt({ udpSize: 1232, options: hex`0003 0001 61`, paddingBlock: PADDING_BLOCK.response });
  assert.equal(builder.finish().length, 412);
  assert.ok(!builder.rrset(Section.ADDITIONAL, addresses(1)), 'nothing else takes it');
});

test('RFC 8467: no padding where there is no room for the option', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 59, reserved: 11 });
  builder.question(owner, RType.A, 1);
  assert.ok(builder.rrset(Section.ANSWER, addresses(1)));
  builder.opt({ udpSize: 1232, paddingBlock: PADDING_BLOCK.response });
  const view = MessageView.open(builder.finish())!;
  assert.equal(view.problem, undefined);
  assert.equal(view.opt!.option(12), undefined);
});

test('a builder forgets the message before', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 40 });
  builder.question(owner, RType.A, 1);
  builder.rrset(Section.ANSWER, addresses(9));
  builder.finish();
  builder.start(start).question(owner, RType.A, 1);
  const view = MessageView.open(builder.finish())!;
  assert.ok(!view.truncated && view.problem === undefined && view.qname.equals(owner));
  builder.start({ ...start, limit: 512 }).rrset(Section.ANSWER, addresses(9));
  builder.start({ ...start, limit: 80 }).rrset(Section.ADDITIONAL, addresses(3));
  assert.ok(builder.opt({ udpSize: 1232 }) && !builder.truncated, 'what was needed then is not needed now');
});

/** An RRset of one opaque record. */
const blob = (octets: number): RRset => ({
  name: DNSName.root,
  type: 65_280,
  class: 1,
  ttl: 0,
  rdata: [new Uint8Array(octets)],
});

test('a whole zone transfer message of 64 kB is built, one octet more is not', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 65_535 });
  assert.ok(!builder.rrset(Section.ADDITIONAL, blob(65_535 - 12 - 11 + 1)));
  assert.ok(builder.rrset(Section.ANSWER, blob(65_535 - 12 - 11)));
  assert.equal(builder.finish().length, 65_535);
});

/** One option of a private code; so many octets with its head, none for 0. */
const oneOption = (octets: number): Uint8Array => {
  const option = new Uint8Array(octets);
  if (octets > 0) option.set([0xff, 0xfe, (octets - 4) >> 8, (octets - 4) & 0xff]);
  return option;
};

// Header and question are 29 octets, an address in the answer or the additional section 16, a bare OPT 11.
const cramped = [
  { what: 'nothing goes when there is room', limit: 112, written: [1, 1], left: [1, 1], whole: true, tc: false },
  { what: 'an additional RRset goes without TC', limit: 111, written: [1, 1], left: [1, 0], whole: true, tc: false },
  { what: 'an answer goes whole and sets TC', limit: 111, written: [2, 0], left: [0, 0], whole: true, tc: true },
  { what: 'both RRsets go', limit: 80, written: [1, 1], left: [0, 0], whole: true, tc: true },
  { what: 'the options go, the RRsets stay', limit: 79, written: [1, 1], left: [1, 1], whole: false, tc: true },
  { what: 'options and an RRset go', limit: 71, written: [1, 1], left: [1, 0], whole: false, tc: true },
  { what: 'a bare OPT fits exactly', limit: 40, written: [0, 0], left: [0, 0], whole: false, tc: true },
] as const;
for (const { what, limit, written, left, whole, tc } of cramped) {
  test(`no reserved room, 40 octets of options, a limit of ${limit}: ${what}`, () => {
    const builder = new MessageBuilder().start({ ...start, limit });
    builder.question(owner, RType.A, 1);
    // Each record by itself: those of one RRset belong together all the same.
    for (let i = 0; i < written[0]; i += 1) builder.rrset(Section.ANSWER, addresses(1));
    for (let i = 0; i < written[1]; i += 1) builder.rrset(Section.ADDITIONAL, addresses(1));
    assert.equal(builder.opt({ udpSize: 1232, options: oneOption(40) }), whole);
    const view = MessageView.open(builder.finish())!;
    assert.ok(view.octets.length <= limit && view.problem === undefined);
    assert.deepEqual([view.count(Section.ANSWER), view.count(Section.ADDITIONAL) - 1], left);
    assert.equal(view.opt?.option(0xfffe)?.length, whole ? 36 : undefined);
    assert.ok(view.opt !== undefined && view.truncated === tc && builder.truncated === tc);
  });
}

test('a limit that the question fills leaves no OPT, and opt says so', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 39 });
  builder.question(owner, RType.A, 1);
  assert.ok(!builder.opt({ udpSize: 1232 }));
  const view = MessageView.open(builder.finish())!;
  assert.ok(view.truncated && view.opt === undefined && view.problem === undefined);
});

test('options of more than 64 kB are left out, OPT is not', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 65_535 });
  assert.ok(!builder.opt({ udpSize: 1232, options: new Uint8Array(65_525), extendedRcode: 1 }));
  const view = MessageView.open(builder.finish())!;
  assert.ok(view.truncated && view.opt?.extendedRcode === 1 && view.octets.length === 23);
});

test('no name points at an RRset that was taken back', () => {
  const builder = new MessageBuilder().start({ ...start, limit: 95 });
  assert.ok(builder.rrset(Section.ADDITIONAL, addresses(3)));
  assert.ok(builder.opt({ udpSize: 1232, options: oneOption(40) }));
  assert.equal(builder.size, 12 + 51);
  assert.ok(builder.rrset(Section.ADDITIONAL, addresses(1)));
  const view = MessageView.open(builder.finish())!;
  assert.ok(view.problem === undefined && !view.truncated);
  assert.deepEqual(readBack(view).get(RType.A), [`3 ${owner.key} c0000200`]);
});

/** What the law writes: RRsets of types of their own, so that each can be found again. */
const placed = fc.array(
  fc.record({
    name: arbitraryName(4).map((wire) => DNSName.fromWire(wire)),
    count: fc.integer({ min: 1, max: 6 }),
    section: fc.constantFrom(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL),
    required: fc.boolean(),
  }),
  { maxLength: 8 },
);

test('law: never over the limit, RRsets whole, OPT kept, TC exactly when something needed is missing', () => {
  const sizes = fc.constantFrom(0, 0, 4, 40, 300, 700);
  const rooms = fc.record({
    limit: fc.integer({ min: 12, max: 700 }),
    reserved: fc.constantFrom(0, 0, 11, 51, 400),
    octets: sizes,
    paddingBlock: fc.constantFrom(undefined, undefined, 128),
  });
  fc.assert(
    fc.property(placed, arbitraryName(), rooms, (sets, qname, { limit, reserved, octets, paddingBlock }) => {
      const builder = new MessageBuilder().start({ ...start, limit, reserved });
      const asked = builder.question(DNSName.fromWire(qname), RType.A, 1);
      const written = sets
        .toSorted((x, y) => x.section - y.section)
        .map(({ name, section, count, required }, i) => ({
          section,
          rrset: { ...addresses(count, name), type: 65_280 + i },
          required: required || section !== Section.ADDITIONAL,
        }));
      const taken = written.filter(({ section, rrset, required }) => builder.rrset(section, rrset, { required }));
      const whole = builder.opt({ udpSize: 1232, options: oneOption(octets), ...(paddingBlock && { paddingBlock }) });
      const view = MessageView.open(builder.finish())!;
      assert.ok(view.octets.length <= limit);
      assert.equal(view.count(Section.QUESTION), asked ? 1 : 0);
      const least = 11 + octets + (paddingBlock === undefined ? 0 : 4);
      const most = limit - Math.max(0, reserved - least);
      const bare = view.questionEnd + 11;
      assert.equal(view.opt !== undefined, bare <= most, 'OPT is there when the question leaves room');
      assert.equal(whole, bare + octets <= most, 'and its options likewise');
      assert.equal(view.opt?.option(0xfffe)?.length, whole && octets > 0 ? octets - 4 : undefined);
      const seen = readBack(view);
      for (const [at, type] of [...seen.keys()].entries()) assert.ok(at <= type - 65_280, 'in the order written');
      for (const { section, rrset } of written) {
        const texts = rrset.rdata.map((rdata) => `${section} ${rrset.name.key} ${toHex(rdata)}`);
        assert.deepEqual(seen.get(rrset.type) ?? texts, texts);
      }
      if (reserved >= least) for (const { rrset } of taken) assert.ok(seen.has(rrset.type), 'reserved room is enough');
      const missing = written.some(({ rrset, required }) => required && !seen.has(rrset.type));
      assert.equal(view.truncated, missing || !whole);
    }),
    { numRuns: 500 },
  );
});

/** Section, owner and RDATA of every record but OPT, by type. */
function readBack(view: MessageView): Map<number, string[]> {
  const seen = new Map<number, string[]>();
  const records = view.records();
  while (records.next()) {
    if (records.type === RType.OPT) continue;
    const text = `${records.section} ${records.name()!.key} ${toHex(records.rdata()!)}`;
    seen.set(records.type, [...(seen.get(records.type) ?? []), text]);
  }
  assert.ok(!records.failed && records.end === view.octets.length);
  return seen;
}
