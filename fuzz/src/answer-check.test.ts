import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MessageView } from '@span53/dns/wire';

import { problemOf } from './answer-check.ts';
import { normalQuery } from './packets.ts';

const query = (change: (octets: Buffer) => void = () => undefined) => {
  const octets = normalQuery('www.shop.test', 1);
  change(octets);
  return { octets, view: MessageView.open(octets) };
};
/** The query with QR set, and changes. */
const response = (change: (octets: Buffer) => void = () => undefined): MessageView => {
  const octets = normalQuery('www.shop.test', 1);
  octets[2]! |= 0x80;
  change(octets);
  return MessageView.open(octets)!;
};
const rcode = (value: number) => (octets: Buffer) => void (octets[3]! |= value);
const malformed = query((octets) => octets.writeUInt16BE(1, 10));
const notify = query((octets) => (octets[2] = 4 << 3));
const ours = { datagrams: true, passesOn: false };

const cases = [
  { what: 'an answer', packet: query(), answer: response(), problem: undefined },
  { what: 'FORMERR to what is malformed', packet: malformed, answer: response(rcode(1)), problem: undefined },
  { what: 'SERVFAIL to what is malformed', packet: malformed, answer: response(rcode(2)), problem: 'has SERVFAIL' },
  {
    what: 'FORMERR without question',
    packet: malformed,
    answer: MessageView.open(Buffer.from([...response(rcode(1)).octets.subarray(0, 4), 0, 0, 0, 0, 0, 0, 0, 0]))!,
    problem: undefined,
  },
  { what: 'no response', packet: query(), answer: query().view!, problem: 'is no response' },
  {
    what: 'an unasked answer',
    packet: undefined,
    answer: response(),
    problem: 'to what was not asked, or a second one',
  },
  {
    what: 'an answer to a response',
    packet: query((octets) => (octets[2]! |= 0x80)),
    answer: response(),
    problem: 'to a response',
  },
  {
    what: 'another question',
    packet: query(),
    answer: response((octets) => (octets[13]! ^= 1)),
    problem: 'to another question',
  },
  {
    what: 'trailing octets',
    packet: query(),
    answer: response((octets) => octets.writeUInt16BE(1, 6)),
    problem: 'is malformed: record',
  },
  { what: 'another opcode', packet: notify, answer: response(), problem: 'has opcode 0' },
  {
    what: 'REFUSED to NOTIFY',
    packet: notify,
    answer: response((octets) => octets.writeUInt16BE(0xa005, 2)),
    problem: undefined,
  },
  {
    what: 'SERVFAIL to NOTIFY',
    packet: notify,
    answer: response((octets) => octets.writeUInt16BE(0xa002, 2)),
    problem: 'has SERVFAIL',
  },
];
for (const { what, packet, answer, problem } of cases) {
  test(`${what}: ${problem ?? 'allowed'}`, () => assert.equal(problemOf(answer, packet, ours), problem));
}

test('what passes on answers may pass on those to NOTIFY, and names in another case', () => {
  const servfail = response((octets) => octets.writeUInt16BE(0xa002, 2));
  assert.equal(problemOf(servfail, notify, { datagrams: true, passesOn: true }), undefined);
  const upper = response((octets) => (octets[13]! ^= 0x20));
  assert.equal(problemOf(upper, query(), { datagrams: true, passesOn: true }), undefined);
  assert.equal(problemOf(upper, query(), ours), 'to another question');
});

test('a datagram has at most 512 octets when the query has no OPT (RFC 6891 §6.2.3)', () => {
  const long = MessageView.open(Buffer.concat([response().octets, Buffer.alloc(600)]))!;
  assert.equal(problemOf(long, query(), { ...ours, datagrams: false }), 'is malformed: trailing');
  const padded = Buffer.concat([
    response().octets,
    Buffer.from('0000000100010000003c0200', 'hex').subarray(1),
    Buffer.alloc(512),
  ]);
  padded.writeUInt16BE(1, 6);
  assert.equal(problemOf(MessageView.open(padded)!, query(), ours), `has ${padded.length} octets`);
});
