import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '@span53/testkit';
import * as fc from 'fast-check';
import { Section } from './header.ts';
import { MessageView, type MessageProblem } from './message-view.ts';
import type { DNSName } from './name.ts';

/** `www.example. A`, 17 octets from offset 12. */
const question = hex`03 777777 07 6578616d706c65 00 0001 0001`;
const opt = hex`00 0029 04d0 00 00 8000 0000`;
const optNsid = hex`00 0029 04d0 00 00 8000 0004 0003 0000`;
const a = hex`c00c 0001 0001 0000003c 0004 c0000201`;
const tsig = hex`00 00fa 00ff 00000000 0000`;
const sig0 = hex`00 0018 00ff 00000000 0000`;

/** A message with the given counts and octets behind the header. */
const message = (counts: string, ...parts: Uint8Array[]): Uint8Array =>
  Buffer.concat([hex`1234 0100 ${counts}`, ...parts]);

test('a query with EDNS, field by field', () => {
  const view = MessageView.open(message('0001 0000 0000 0001', question, optNsid))!;
  assert.equal(view.id, 0x1234);
  assert.ok(!view.isResponse && view.recursionDesired && !view.checkingDisabled && !view.truncated);
  assert.equal(view.opcode, 0);
  assert.equal(view.qname.toString(), 'www.example.');
  assert.equal(view.qnameKey, view.qname.key);
  assert.deepEqual([view.qtype, view.qclass, view.questionEnd], [1, 1, 29]);
  assert.equal(view.problem, undefined);
  assert.deepEqual(
    [view.opt!.udpSize, view.opt!.version, view.opt!.dnssecOk, view.opt!.flags],
    [1232, 0, true, 0x8000],
  );
  assert.equal(view.opt!.option(3)!.length, 0);
  assert.equal(view.opt!.option(10), undefined);
  assert.ok(!view.isSigned);
});

test('RFC 6891 §6.1.3: the RCODE has twelve bits', () => {
  const octets = Buffer.from(message('0001 0000 0000 0001', question, opt));
  octets[3] = 0x07;
  octets[29 + 5] = 0x01;
  assert.equal(MessageView.open(octets)!.rcode, 23);
});

test('RFC 6891 §6.2.3: a UDP size below 512 counts as 512', () => {
  const octets = Buffer.from(message('0001 0000 0000 0001', question, opt));
  octets.writeUInt16BE(100, 29 + 3);
  assert.equal(MessageView.open(octets)!.opt!.udpSize, 512);
});

test('a packet shorter than a header is no message', () => {
  assert.equal(MessageView.open(Buffer.alloc(11)), undefined);
  assert.equal(MessageView.open(hex``), undefined);
});

const name254 = hex`${`3f${'61'.repeat(63)}`.repeat(3)} 3d ${'61'.repeat(61)} 00 0001 0001`;
const name256 = hex`${`3f${'61'.repeat(63)}`.repeat(3)} 3e ${'61'.repeat(62)} 00 0001 0001`;
interface ProblemCase {
  readonly what: string;
  readonly octets: Uint8Array;
  readonly problem: MessageProblem | undefined;
  readonly hasOpt?: boolean;
}
const problems: ProblemCase[] = [
  { what: 'a plain query', octets: message('0001 0000 0000 0000', question), problem: undefined },
  { what: 'QDCOUNT 0 and nothing more', octets: message('0000 0000 0000 0000'), problem: undefined },
  { what: 'QDCOUNT 0 with OPT', octets: message('0000 0000 0000 0001', opt), problem: undefined, hasOpt: true },
  { what: 'QDCOUNT 2 (RFC 9619)', octets: message('0002 0000 0000 0000', question, question), problem: 'question' },
  { what: 'QDCOUNT 257', octets: message('0101 0000 0000 0000', question), problem: 'question' },
  { what: 'no question at all', octets: message('0001 0000 0000 0000'), problem: 'question' },
  {
    what: 'a question cut in its type',
    octets: message('0001 0000 0000 0000', question.subarray(0, 15)),
    problem: 'question',
  },
  {
    what: 'a question whose name is a pointer',
    octets: message('0001 0000 0000 0000', hex`c00c 0001 0001`),
    problem: 'question',
  },
  {
    what: 'a question with label type 0x40',
    octets: message('0001 0000 0000 0000', hex`41 61 00 0001 0001`),
    problem: 'question',
  },
  { what: 'a question name of 255 octets', octets: message('0001 0000 0000 0000', name254), problem: undefined },
  { what: 'a question name of 256 octets', octets: message('0001 0000 0000 0000', name256), problem: 'question' },
  {
    what: 'octets behind the question',
    octets: message('0001 0000 0000 0000', question, hex`00`),
    problem: 'trailing',
  },
  {
    what: 'octets behind the OPT',
    octets: message('0001 0000 0000 0001', question, opt, hex`00`),
    problem: 'trailing',
    hasOpt: true,
  },
  {
    what: 'octets behind an answer',
    octets: message('0001 0001 0000 0000', question, a, hex`00`),
    problem: 'trailing',
  },
  { what: 'a promised record that is not there', octets: message('0001 0001 0000 0000', question), problem: 'record' },
  {
    what: 'a record cut in its header',
    octets: message('0001 0001 0000 0000', question, a.subarray(0, 9)),
    problem: 'record',
  },
  {
    what: 'RDLENGTH over the end',
    octets: message('0001 0001 0000 0000', question, a.subarray(0, 15)),
    problem: 'record',
  },
  {
    what: 'RDLENGTH of the OPT over the end',
    octets: message('0001 0000 0000 0001', question, optNsid.subarray(0, 13)),
    problem: 'record',
  },
  {
    what: 'a record owner with label type 0x80',
    octets: message('0001 0001 0000 0000', question, hex`81`, a),
    problem: 'record',
  },
  {
    what: 'a record cut behind a good OPT',
    octets: message('0001 0000 0000 0002', question, opt, a.subarray(0, 9)),
    problem: 'record',
  },
  { what: 'two OPT records', octets: message('0001 0000 0000 0002', question, opt, opt), problem: 'opt' },
  { what: 'OPT in ANSWER', octets: message('0001 0001 0000 0000', question, opt), problem: 'opt' },
  { what: 'OPT in AUTHORITY', octets: message('0001 0000 0001 0000', question, opt), problem: 'opt' },
  { what: 'OPT not at the root', octets: message('0001 0000 0000 0001', question, hex`01 61`, opt), problem: 'opt' },
  {
    what: 'OPT at the root by pointer',
    octets: message('0001 0000 0000 0001', question, hex`c018`, opt.subarray(1)),
    problem: 'opt',
  },
  {
    what: 'an option over the end of the OPT',
    octets: message('0001 0000 0000 0001', question, hex`00 0029 04d0 00000000 0004 0003 0001`),
    problem: 'opt',
  },
  {
    what: 'half an option header',
    octets: message('0001 0000 0000 0001', question, hex`00 0029 04d0 00000000 0003 0003 00`),
    problem: 'opt',
  },
  {
    what: 'OPT before another record',
    octets: message('0001 0000 0000 0002', question, opt, a),
    problem: undefined,
    hasOpt: true,
  },
  {
    what: 'OPT, then TSIG',
    octets: message('0001 0000 0000 0002', question, opt, tsig),
    problem: undefined,
    hasOpt: true,
  },
  {
    what: 'TSIG, then OPT (RFC 8945 §5.1)',
    octets: message('0001 0000 0000 0002', question, tsig, opt),
    problem: 'tsig',
  },
  { what: 'two TSIG records', octets: message('0001 0000 0000 0002', question, tsig, tsig), problem: 'tsig' },
  { what: 'TSIG in ANSWER', octets: message('0001 0001 0000 0000', question, tsig), problem: 'tsig' },
];
for (const { what, octets, problem, hasOpt = false } of problems) {
  test(`problem: ${what}`, () => {
    const view = MessageView.open(octets)!;
    assert.equal(view.problem, problem);
    assert.equal(view.opt !== undefined, hasOpt);
  });
}

test('TSIG and SIG(0) are found', () => {
  const signed = MessageView.open(message('0001 0000 0000 0002', question, opt, tsig))!;
  assert.equal(signed.tsigOffset, 29 + opt.length);
  assert.ok(signed.isSigned);
  const sig = MessageView.open(message('0001 0000 0000 0001', question, sig0))!;
  assert.equal(sig.tsigOffset, -1);
  assert.ok(sig.isSigned);
  const answer = MessageView.open(message('0001 0001 0000 0000', question, sig0))!;
  assert.ok(!answer.isSigned, 'a SIG record in ANSWER is data');
});

test('without a good question, its fields have values that match nothing', () => {
  const view = MessageView.open(message('0002 0000 0000 0000', question, question))!;
  assert.ok(!view.hasQuestion);
  assert.ok(view.qname.isRoot);
  assert.equal(view.qnameKey, '\0');
  assert.deepEqual([view.qtype, view.qclass, view.questionEnd], [0, 0, -1]);
});

test('records come in order with their sections', () => {
  const view = MessageView.open(message('0001 0001 0001 0002', question, a, a, opt, a))!;
  const records = view.records();
  const seen: string[] = [];
  while (records.next()) seen.push(`${records.section} ${records.name()} ${records.type} ${records.rdataLength}`);
  const name = 'www.example.';
  assert.deepEqual(seen, [`1 ${name} 1 4`, `2 ${name} 1 4`, '3 . 41 0', `3 ${name} 1 4`]);
  assert.equal(records.end, view.octets.length);
  assert.ok(!records.failed && !records.next());
  assert.equal(view.count(Section.ADDITIONAL), 2);
});

test('RFC 2181 §8: a TTL with the top bit set is zero', () => {
  const octets = Buffer.from(message('0001 0001 0000 0000', question, a));
  const records = MessageView.open(octets)!.records();
  records.next();
  assert.deepEqual([records.ttl, records.class], [60, 1]);
  octets.writeUInt32BE(0x80000000, records.ttlOffset);
  assert.equal(records.ttl, 0);
});

test('a record whose owner is a loop has no name, and costs nothing else', () => {
  const loop = hex`c01d 0001 0001 0000003c 0000`;
  const records = MessageView.open(message('0001 0001 0000 0000', question, loop))!.records();
  assert.ok(records.next());
  assert.equal(records.name(), undefined);
});

test('records whose owners point to one place share the name; a pointer forwards is still none', () => {
  const to = (pointer: string): Uint8Array => hex`${pointer} 0001 0001 0000003c 0004 c0000201`;
  // The question ends at 29: the third record, at 61, has a name that only what follows may point to.
  const named = hex`01 61 00 0001 0001 0000003c 0004 c0000201`;
  const octets = message('0001 0005 0000 0000', question, to('c00c'), to('c03d'), named, to('c03d'), to('c00c'));
  const records = MessageView.open(octets)!.records();
  const names: (DNSName | undefined)[] = [];
  while (records.next()) names.push(records.name());
  assert.deepEqual(
    names.map((name) => name?.toString()),
    ['www.example.', undefined, 'a.', 'a.', 'www.example.'],
  );
  const twice = MessageView.open(message('0001 0002 0000 0000', question, to('c00c'), to('c00c')))!.records();
  twice.next();
  const first = twice.name();
  twice.next();
  assert.equal(twice.name(), first);
});

test('law: no octets make a view throw, and its numbers are numbers', () => {
  const start = fc.constantFrom(...problems.map(({ octets }) => octets));
  const flips = fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 });
  fc.assert(
    fc.property(start, flips, fc.nat(80), (fixture, changes, length) => {
      const octets = Buffer.from(fixture.subarray(0, Math.max(12, length)));
      for (const [at, value] of changes) if (at < octets.length) octets[at] = value;
      const view = MessageView.open(octets)!;
      for (const n of [view.id, view.rcode, view.opcode, view.qtype, view.qclass, view.questionEnd, view.tsigOffset]) {
        assert.ok(Number.isInteger(n));
      }
      assert.ok(view.qname.wire.length + view.qnameKey.length >= 2);
      const records = view.records();
      while (records.next()) {
        assert.ok(records.end <= octets.length && Number.isInteger(records.ttl));
        records.name();
        records.rdata();
      }
      if (view.opt !== undefined) assert.ok([...view.opt.options()].every(({ data }) => data.length < 100));
    }),
    { numRuns: 3000 },
  );
});
