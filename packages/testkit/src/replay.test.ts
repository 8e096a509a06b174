import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { MessageView, RCode } from '@span53/dns/wire';
import { FakeClock } from './fake-clock.ts';
import { replay, scripted } from './replay.ts';
import { answer, negative, question, queryOctets, referral } from './sim-message.ts';
import { type SimArrival, SimNetwork } from './sim-network.ts';
import { authority } from './sim-zone.ts';

const zone = `
  example. 3600 SOA ns.example. admin.example. 1 7200 900 86400 300
  example. 3600 NS ns.example.
  ns.example. 3600 A 192.0.2.53
  www.example. 60 CNAME web.a.example.
  web.a.example. 60 A 192.0.2.80
  old.example. 60 DNAME new.example.
  sub.example. 3600 NS ns.sub.example.
  ns.sub.example. 3600 A 192.0.2.54`;
const host = authority({ 'example.': zone });

function ask(text: string): { view: MessageView; counts: number[] } {
  const view = MessageView.open(host(queryOctets(question(text)), 'udp')!)!;
  return { view, counts: ([1, 2, 3] as const).map((section) => view.count(section)) };
}

const cases = [
  { what: 'data', text: 'ns.example. A', rcode: 0, aa: true, counts: [1, 0, 1] },
  { what: 'CNAME followed', text: 'www.example. A', rcode: 0, aa: true, counts: [2, 0, 1] },
  { what: 'NODATA', text: 'ns.example. TXT', rcode: 0, aa: true, counts: [0, 1, 1] },
  { what: 'empty non-terminal', text: 'a.example. A', rcode: 0, aa: true, counts: [0, 1, 1] },
  { what: 'NXDOMAIN', text: 'no.example. A', rcode: 3, aa: true, counts: [0, 1, 1] },
  { what: 'DNAME and CNAME, then NXDOMAIN', text: 'x.old.example. A', rcode: 3, aa: true, counts: [2, 1, 1] },
  { what: 'referral with glue', text: 'www.sub.example. A', rcode: 0, aa: false, counts: [0, 1, 2] },
  { what: 'DS stays at the parent', text: 'sub.example. DS', rcode: 0, aa: true, counts: [0, 1, 1] },
  { what: 'not served', text: 'www.test. A', rcode: RCode.REFUSED, aa: false, counts: [0, 0, 1] },
];
for (const { what, text, rcode, aa, counts } of cases) {
  test(`simulated authority: ${what}`, () => {
    const got = ask(text);
    assert.equal(got.view.problem, undefined);
    assert.deepEqual({ rcode: got.view.rcode, aa: got.view.authoritative, counts: got.counts }, { rcode, aa, counts });
  });
}

const encode = (to: string) => ({
  to: SocketAddress.parse(`${to}:53`)!,
  octets: queryOctets(question('www.example. A')),
  transport: 'udp' as const,
  timeoutMs: 1500,
});
const words = { encode, arrive: (arrival: SimArrival) => arrival };

function* twoPackets(): Generator<string, string[], SimArrival> {
  const first = yield '192.0.2.1';
  const second = yield '192.0.2.2';
  return [first, second].map(({ octets }) => (octets === undefined ? 'timeout' : 'response'));
}

test('a script is played in order', () => {
  const { network, done } = scripted([
    ['192.0.2.1', referral('example.', { 'ns.example.': '192.0.2.2' })],
    ['192.0.2.2', answer('www.example. 60 A 192.0.2.80')],
  ]);
  assert.deepEqual(replay(twoPackets(), network, words), ['response', 'response']);
  done();
});

test('a packet out of order and an unfinished script are errors', () => {
  const { network, done } = scripted([
    ['192.0.2.2', negative('example.', 3)],
    ['192.0.2.1', negative('example.', 3)],
  ]);
  assert.throws(() => replay(twoPackets(), network, words), /packet 1 went to 192.0.2.1/);
  assert.throws(done, /ended at packet 0 of 2/);
});

test('latency, loss and absent hosts take the time they take, the same for the same seed', () => {
  const lost = (seed: number): string => {
    const network = new SimNetwork(new FakeClock(0), seed).host('192.0.2.1', host, { latencyMs: 20, loss: 0.5 });
    const packet = encode('192.0.2.1');
    return Array.from({ length: 20 }, () =>
      network.exchange(packet.to, packet.octets, packet).octets === undefined ? 't' : 'r',
    ).join('');
  };
  assert.equal(lost(7), lost(7));
  assert.match(lost(7), /r.*t|t.*r/);
  const network = new SimNetwork(new FakeClock(0));
  assert.deepEqual(replay(twoPackets(), network, words), ['timeout', 'timeout']);
  assert.equal(network.clock.nowMs, 3000);
  assert.equal(network.log.length, 2);
});
