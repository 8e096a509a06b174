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

test('law: no message is over its limit, no RRset is split, what is there reads back', () => {
  const rrset = fc.record({
    name: arbitraryName(4).map((wire) => DNSName.fromWire(wire)),
    count: fc.integer({ min: 1, max: 12 }),
  });
  const section = fc.constantFrom(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(rrset, section), { maxLength: 8 }),
      fc.integer({ min: 60, max: 600 }),
      (sets, limit) => {
        const builder = new MessageBuilder().start({ ...start, limit, reserved: 11 });
        builder.question(DNSName.root, RType.A, 1);
        const kept: string[] = [];
        for (const [set, to] of sets.toSorted((x, y) => x[1] - y[1])) {
          const data = addresses(set.count, set.name);
          if (builder.rrset(to, data))
            for (const rdata of data.rdata) kept.push(`${to} ${set.name.key} ${toHex(rdata)}`);
        }
        builder.opt({ udpSize: 1232 });
        const message = builder.finish();
        assert.ok(message.length <= limit);
        const view = MessageView.open(message)!;
        assert.equal(view.problem, undefined);
        const seen: string[] = [];
        const records = view.records();
        while (records.next()) {
          if (records.type !== RType.OPT)
            seen.push(`${records.section} ${records.name()!.key} ${toHex(records.rdata()!)}`);
        }
        assert.deepEqual(seen, kept);
      },
    ),
  );
});
