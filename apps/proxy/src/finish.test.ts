/** What comes back from backends, over sockets: responses that look odd, and how much of them a client gets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MessageView, RCode, Section } from '@span53/dns/wire';

import { respond } from '@span53/testkit';

import { octetsOf } from './bed.test.ts';
import { FakeBackend, Rig } from './rig.test.ts';

/** A header with this RCODE and nothing behind it but `rest`. */
function bare(query: Uint8Array, rcode: number, rest: { counts?: number[]; octets?: Uint8Array } = {}): Buffer {
  const header = Buffer.from(query.subarray(0, 12));
  header[2] = header[2]! | 0x80;
  header[3] = 0x80 | rcode;
  [0, 0, 0, 0].forEach((none, i) => header.writeUInt16BE(rest.counts?.[i] ?? none, 4 + 2 * i));
  return Buffer.concat([header, rest.octets ?? new Uint8Array()]);
}

const opt = Uint8Array.of(0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0);
const errors = [
  { what: 'FORMERR', rcode: RCode.FORMERR, edns: false },
  { what: 'NOTIMP to EDNS, without OPT: the client must see that', rcode: RCode.NOTIMP, edns: true },
  { what: 'SERVFAIL', rcode: RCode.SERVFAIL, edns: true },
];
for (const { what, rcode, edns } of errors) {
  test(`RFC 8906 §3.1.2: an error without question is the answer: ${what}`, async () => {
    await using backend = await FakeBackend.open((query) => bare(query, rcode));
    await using rig = await Rig.open(`backends: [${backend.entry()}]`);
    const answer = await rig.udp(octetsOf('wWw.example A', edns ? { udpSize: 1232, id: 5 } : { id: 5 }));
    assert.deepEqual([answer?.id, answer?.rcode, answer?.qname.toString()], [5, rcode, 'wWw.example.']);
    assert.equal(answer!.opt, undefined);
    assert.equal(answer!.problem, undefined);
    assert.equal(rig.metric('dnsdist_noncompliant_responses'), 0);
  });
}

test('an error without question keeps its OPT record', async () => {
  const counts = [0, 0, 0, 1];
  await using backend = await FakeBackend.open((query) => bare(query, RCode.REFUSED, { counts, octets: opt }));
  await using rig = await Rig.open(`backends: [${backend.entry()}]`);
  const answer = await rig.tcp(octetsOf('www.example A', { udpSize: 1232 }));
  assert.deepEqual([answer?.rcode, answer?.opt?.udpSize, answer?.count(Section.QUESTION)], [RCode.REFUSED, 1232, 1]);
});

const record = Uint8Array.from([0, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1]);
const refused = [
  { what: 'NOERROR', rcode: RCode.NOERROR, rest: {} },
  { what: 'NXDOMAIN', rcode: RCode.NXDOMAIN, rest: {} },
  { what: 'records', rcode: RCode.SERVFAIL, rest: { counts: [0, 1], octets: record } },
];
for (const { what, rcode, rest } of refused) {
  test(`RFC 5452 §9.1: a response without question that is no plain error is not taken: ${what}`, async () => {
    await using backend = await FakeBackend.open((query) => bare(query, rcode, rest));
    await using rig = await Rig.open(
      `backends: [${backend.entry('one', 'udp_timeout: 1, health_checks: {mode: up}')}]`,
    );
    assert.equal(await rig.udp(octetsOf('www.example A'), 300), undefined);
    assert.equal(rig.metric('dnsdist_noncompliant_responses'), 1);
    assert.equal(MessageView.open(backend.queries[0]!.octets)!.qname.toString(), 'www.example.');
  });
}

test('RFC 768: an answer that no datagram holds is told with TC, whatever size the client says', async () => {
  await using backend = await FakeBackend.open((query, transport) => {
    if (transport === 'udp') return respond(query, { truncated: true });
    return respond(query, {
      answer: Array.from({ length: 255 }, (_, n) => `big.example 60 TXT ${n}${'x'.repeat(n < 60 ? 243 : 242)}`),
    });
  });
  await using rig = await Rig.open(`backends: [${backend.entry()}]\nretry: {tcp_on_truncation: true}`);
  const query = octetsOf('big.example TXT', { udpSize: 65_535 });
  const overTcp = await rig.tcp(query);
  assert.ok(overTcp!.octets.length > 65_507, `${overTcp!.octets.length} octets`);
  const overUdp = await rig.udp(query);
  assert.deepEqual([overUdp?.truncated, overUdp?.count(Section.ANSWER)], [true, 0]);
});
