import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryName, arbitraryRRset, hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import {
  ageTtls,
  restoreQname,
  sameQuestion,
  setFlags,
  setId,
  ttlOffsets,
  withOption,
  withoutOpt,
  withoutOption,
} from './edit.ts';
import { Flag, Section } from './header.ts';
import { MessageBuilder, type OptFields } from './message-builder.ts';
import { MessageView } from './message-view.ts';
import { DNSName } from './name.ts';
import type { RRset } from './rrset.ts';
import { RType } from './rtype.ts';

const question = hex`03 777777 07 6578616d706c65 00 0001 0001`;
const a = hex`c00c 0001 0001 0000003c 0004 c0000201`;
const tsig = hex`00 00fa 00ff 00000000 0000`;
const view = (counts: string, ...parts: Uint8Array[]): MessageView =>
  MessageView.open(Buffer.concat([hex`1234 0100 ${counts}`, ...parts]))!;
const optWith = (options: Uint8Array): Uint8Array =>
  Buffer.concat([hex`00 0029 04d0 00 00 8000`, Uint8Array.of(options.length >> 8, options.length), options]);
const option = { code: 65_500, data: hex`aabb`, limit: 512 };

test('ID and flags', () => {
  const message = Buffer.from(hex`1234 0110 0000 0000 0000 0000`);
  setId(message, 0xabcd);
  setFlags(message, Flag.QR | Flag.RA, Flag.CD);
  assert.equal(toHex(message), 'abcd81800000000000000000');
});

test('TTLs age, those of OPT, TSIG and SIG(0) do not', () => {
  const query = view('0001 0001 0001 0003', question, a, a, optWith(hex``), a, tsig);
  const offsets = ttlOffsets(query);
  assert.equal(offsets.length, 3);
  const message = Buffer.from(query.octets);
  ageTtls(message, offsets, 59);
  assert.deepEqual(
    offsets.map((at) => message.readUInt32BE(at)),
    [1, 1, 1],
  );
  ageTtls(message, offsets, 5);
  assert.deepEqual(
    offsets.map((at) => message.readUInt32BE(at)),
    [0, 0, 0],
  );
  ageTtls(message, offsets, 0, 30);
  assert.deepEqual(
    offsets.map((at) => message.readUInt32BE(at)),
    [30, 30, 30],
  );
});

const additions = [
  {
    what: 'no EDNS: an OPT is added',
    before: view('0001 0000 0000 0000', question),
    counts: '0001 0000 0000 0001',
    after: hex`${question} 00 0029 0200 00000000 0006 ffdc 0002 aabb`,
  },
  {
    what: 'an empty OPT',
    before: view('0001 0000 0000 0001', question, optWith(hex``)),
    counts: '0001 0000 0000 0001',
    after: hex`${question} ${optWith(hex`ffdc 0002 aabb`)}`,
  },
  {
    what: 'the same option twice, others kept',
    before: view('0001 0000 0000 0001', question, optWith(hex`ffdc 0000 0003 0001 11 ffdc 0001 22`)),
    counts: '0001 0000 0000 0001',
    after: hex`${question} ${optWith(hex`0003 0001 11 ffdc 0002 aabb`)}`,
  },
];
for (const { what, before, counts, after } of additions) {
  test(`withOption: ${what}`, () => {
    const result = withOption(before, option);
    assert.ok(typeof result !== 'string');
    assert.equal(toHex(result), toHex(hex`1234 0100 ${counts} ${after}`));
  });
}

test('a signed message is never edited (RFC 8945 §5.3)', () => {
  const signed = view('0001 0000 0000 0002', question, optWith(hex`ffdc 0000`), tsig);
  assert.equal(withOption(signed, option), 'signed');
  assert.equal(withoutOption(signed, 65_500), signed.octets);
  assert.equal(withoutOpt(signed), signed.octets);
});

test('a malformed message is never edited', () => {
  const twice = view('0001 0000 0000 0002', question, optWith(hex``), optWith(hex``));
  assert.equal(withOption(twice, option), 'malformed');
  const trailing = view('0001 0000 0000 0001', question, optWith(hex`ffdc 0000`), hex`00`);
  assert.equal(withoutOption(trailing, 65_500), trailing.octets);
  assert.equal(withoutOpt(trailing), trailing.octets);
});

test('the limit counts the finished message', () => {
  const bare = view('0001 0000 0000 0000', question);
  const size = bare.octets.length + 11 + 6;
  assert.notEqual(withOption(bare, { ...option, limit: size }), 'no-room');
  assert.equal(withOption(bare, { ...option, limit: size - 1 }), 'no-room');
  const edns = view('0001 0000 0000 0001', question, optWith(hex`ffdc 0001 00`));
  assert.notEqual(withOption(edns, { ...option, limit: edns.octets.length + 1 }), 'no-room');
  assert.equal(withOption(edns, { ...option, limit: edns.octets.length }), 'no-room');
  assert.equal(withOption(bare, { ...option, data: Buffer.alloc(65_535), limit: 1e9 }), 'no-room');
});

/** Owner and RDATA of each record but OPT. */
function names(octets: Uint8Array): string[] {
  const seen: string[] = [];
  const records = MessageView.open(octets)!.records();
  while (records.next()) if (records.type !== 41) seen.push(`${records.name()} ${toHex(records.rdata() ?? hex`ee`)}`);
  return seen;
}

test('pointers in records behind the OPT follow what they point to', () => {
  const behind = (0xc000 | (29 + 11 + 4)).toString(16); // a pointer to the record behind the OPT
  const ns = hex`02 6e73 c00c 0002 0001 00000001 0005 01 61 ${behind} 00`;
  const srv = hex`${behind} 0021 0001 00000001 000a 000100020003 01 62 ${behind}`;
  // NS with an octet too many is malformed RDATA: its pointer is corrected all the same.
  const before = view('0001 0000 0000 0003', question, optWith(hex`ffdc 0000`), ns, srv);
  assert.equal(before.problem, undefined);
  const expected = names(before.octets);
  assert.equal(expected[0]!.split(' ')[0], 'ns.www.example.');
  const added = withOption(before, option);
  assert.ok(typeof added !== 'string');
  assert.deepEqual(names(added), expected);
  assert.deepEqual(names(withoutOption(before, 65_500)), expected);
  assert.deepEqual(names(withoutOpt(before)), expected);
});

test('a record that points into the OPT refuses the edit', () => {
  const into = view('0001 0000 0000 0002', question, optWith(hex`ffdc 0000`), hex`c01d 0001 0001 00000000 0000`);
  assert.equal(into.problem, undefined);
  assert.equal(withOption(into, option), 'malformed');
  assert.equal(withoutOption(into, 65_500), into.octets);
  assert.equal(withoutOpt(into), into.octets);
});

test('what is not there is not taken out, and nothing is copied', () => {
  const bare = view('0001 0000 0000 0000', question);
  assert.equal(withoutOption(bare, 3), bare.octets);
  assert.equal(withoutOpt(bare), bare.octets);
});

/** What a message is made of. The builder is the model: an edit gives what it builds from the edited parts. */
interface Parts {
  readonly id: number;
  readonly flags: number;
  readonly qname: DNSName;
  readonly answer: readonly RRset[];
  readonly authority: readonly RRset[];
  /** Additional RRsets in front of the OPT and behind it. */
  readonly before: readonly RRset[];
  readonly behind: readonly RRset[];
  readonly opt: (Omit<OptFields, 'options'> & { readonly options: readonly [number, Uint8Array][] }) | undefined;
}

const optionOctets = (options: readonly (readonly [number, Uint8Array])[]): Uint8Array =>
  Buffer.concat(options.map(([code, data]) => hex`${Uint8Array.of(code >> 8, code, 0, data.length)} ${data}`));

function build({ id, flags, qname, opt, ...sections }: Parts): Buffer {
  const builder = new MessageBuilder().start({ id, flags, limit: 65_535 });
  builder.question(qname, RType.A, 1);
  for (const set of sections.answer) builder.rrset(Section.ANSWER, set);
  for (const set of sections.authority) builder.rrset(Section.AUTHORITY, set);
  for (const set of sections.before) builder.rrset(Section.ADDITIONAL, set);
  if (opt !== undefined) builder.opt({ ...opt, options: optionOctets(opt.options) });
  for (const set of sections.behind) builder.rrset(Section.ADDITIONAL, set);
  assert.ok(!builder.truncated && builder.size < 0x3fff, 'small enough that every name can be pointed at');
  return builder.finish();
}

const u16 = fc.nat(0xffff);
const name = arbitraryName(4).map((wire) => DNSName.fromWire(wire));
/** RRsets whose names are compressed in RDATA too. */
const pointing = fc
  .record({ name, target: name, type: fc.constantFrom(RType.NS, RType.CNAME, RType.MX), ttl: fc.nat(0x7fff_ffff) })
  .map(({ name: owner, target, type, ttl }): RRset => {
    const rdata = [type === RType.MX ? hex`000a ${target.wire}` : target.wire];
    return { name: owner, type, class: 1, ttl, rdata };
  });
// A SIG in the additional section is a signature of the message, and its TTL does not age.
const small = ({ type, rdata }: RRset): boolean => type !== RType.SIG && Buffer.concat(rdata).length < 400;
const anySet = fc.oneof(pointing, arbitraryRRset().filter(small));
const sets = fc.array(anySet, { maxLength: 3 });
const oneOption = fc.tuple(fc.constantFrom(3, 8, 10, 12, 65_001), fc.uint8Array({ maxLength: 20 }));
const parts: fc.Arbitrary<Parts> = fc.record({
  id: u16,
  flags: u16,
  qname: name,
  answer: sets,
  authority: sets,
  before: sets,
  behind: fc.array(anySet, { maxLength: 4 }),
  opt: fc.option(
    fc.record({
      udpSize: u16,
      extendedRcode: fc.nat(255),
      version: fc.nat(255),
      dnssecOk: fc.boolean(),
      options: fc.array(oneOption, { maxLength: 4 }),
    }),
    { nil: undefined, freq: 5 },
  ),
});

test('law: withOption changes the option and keeps every other octet, wherever OPT stands', () => {
  fc.assert(
    fc.property(parts, oneOption, (message, [code, data]) => {
      const edited = withOption(MessageView.open(build(message))!, { code, data, limit: 65_535, udpSize: 1232 });
      assert.ok(typeof edited !== 'string', String(edited));
      const { opt, before, behind } = message;
      const kept = opt?.options.filter(([other]) => other !== code) ?? [];
      const options: [number, Uint8Array][] = [...kept, [code, data]];
      const expected =
        opt === undefined
          ? { ...message, before: [...before, ...behind], behind: [], opt: { udpSize: 1232, options } }
          : { ...message, opt: { ...opt, options } };
      assert.equal(toHex(edited), toHex(build(expected)));
    }),
  );
});

test('law: withoutOption and withoutOpt take out what they name and keep every other octet', () => {
  fc.assert(
    fc.property(parts, fc.constantFrom(3, 8, 10), (message, code) => {
      const whole = MessageView.open(build(message))!;
      const { opt } = message;
      const less = opt && { ...opt, options: opt.options.filter(([other]) => other !== code) };
      assert.equal(toHex(withoutOption(whole, code)), toHex(build({ ...message, opt: less })));
      assert.equal(toHex(withoutOpt(whole)), toHex(build({ ...message, opt: undefined })));
    }),
  );
});

test('law: setId, setFlags and ageTtls change their field and keep every other octet', () => {
  const change = fc.record({ id: u16, set: u16, clear: u16, seconds: fc.nat(0x7fff_ffff), floor: fc.nat(60) });
  fc.assert(
    fc.property(parts, change, (message, { id, set, clear, seconds, floor }) => {
      const octets = build(message);
      setId(octets, id);
      assert.equal(toHex(octets), toHex(build({ ...message, id })));
      setFlags(octets, set, clear);
      const flags = (message.flags & ~clear) | set;
      assert.equal(toHex(octets), toHex(build({ ...message, id, flags })));
      ageTtls(octets, ttlOffsets(MessageView.open(octets)!), seconds, floor);
      const aged = (list: readonly RRset[]): RRset[] =>
        list.map((rrset) => ({ ...rrset, ttl: Math.max(floor, rrset.ttl - seconds) }));
      const { answer, authority, before, behind } = message;
      const older = { answer: aged(answer), authority: aged(authority), before: aged(before), behind: aged(behind) };
      assert.equal(toHex(octets), toHex(build({ ...message, ...older, id, flags })));
    }),
  );
});

test('questions are compared without regard to case, but by type, class and count', () => {
  const asked = view('0001 0000 0000 0000', question);
  const upper = Buffer.from(asked.octets);
  upper[13] = 0x57;
  assert.ok(sameQuestion(MessageView.open(upper)!, asked));
  const changed = [13, 26, 28].map((at) => {
    const octets = Buffer.from(asked.octets);
    octets[at]! ^= 0x02;
    return MessageView.open(octets)!;
  });
  for (const other of changed) assert.ok(!sameQuestion(other, asked));
  const none = view('0000 0000 0000 0000');
  assert.ok(!sameQuestion(none, asked) && !sameQuestion(asked, none) && !sameQuestion(none, none));
  restoreQname(upper, asked.octets, 13);
  assert.equal(toHex(upper), toHex(asked.octets));
});
