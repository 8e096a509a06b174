/** A whole resolution on a simulated network: real referrals from the hints down, no sockets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { DNSName, MessageView, RCode, RType, rtypeName } from '@span53/dns/wire';
import { FakeClock, SimNetwork, authority, question, respond, seededRandom } from '@span53/testkit';
import { createContext } from '../resolver/create-context.ts';
import type { Context, ResolverSettings } from '../resolver/context.ts';
import type { Outcome } from '../resolver/events.ts';
import { resolveOffline } from '../resolver/offline.ts';

const soa = (zone: string) => `${zone} 3600 SOA ns.${zone} admin.${zone} 1 7200 900 86400 300`;
const root = authority({
  '.': `. 3600 SOA ns.example. admin.example. 1 7200 900 86400 300
    . 3600 NS a.root.example.
    test. 3600 NS ns.test.
    ns.test. 3600 A 192.0.2.2
    example. 3600 NS ns.example.
    ns.example. 3600 A 192.0.2.5
    a.root.example. 3600 A 192.0.2.1`,
});
const test1 = authority({
  'test.': `${soa('test.')}
    shop.test. 3600 NS ns.shop.test.
    ns.shop.test. 3600 A 192.0.2.3
    far.test. 3600 NS ns.far.example.
    deep.a.b.c.test. 60 A 192.0.2.99
    gone.test. 60 CNAME missing.shop.test.
    plain.test. 60 A 192.0.2.77`,
});
const shop = authority({
  'shop.test.': `${soa('shop.test.')}
    www.shop.test. 60 A 192.0.2.80
    www.shop.test. 60 A 192.0.2.81
    alias.shop.test. 60 CNAME target.far.test.
    old.shop.test. 60 DNAME far.test.`,
});
const far = authority({
  'far.test.': `${soa('far.test.')}
    target.far.test. 60 A 192.0.2.90
    www.far.test. 60 A 192.0.2.91`,
});
const exampleHost = authority({
  'example.': `${soa('example.')}
    ns.far.example. 3600 A 192.0.2.4
    ns.example. 3600 A 192.0.2.5`,
});

const hints = {
  zone: DNSName.root,
  mode: 'iterate' as const,
  servers: [{ name: DNSName.of('a.root.example.'), addresses: [SocketAddress.parse('192.0.2.1:53')!] }],
};

function world(seed = 1): SimNetwork {
  return new SimNetwork(new FakeClock(), seed)
    .host('192.0.2.1', root)
    .host('192.0.2.2', test1)
    .host('192.0.2.3', shop)
    .host('192.0.2.4', far)
    .host('192.0.2.5', exampleHost);
}

/** A resolver on the network, asked question after question. */
function resolver(network: SimNetwork, settings: Partial<ResolverSettings> = {}) {
  const context: Context = createContext({ random: seededRandom(1), hints }, settings);
  const ask = (text: string): { outcome: Outcome; sent: string[] } => {
    const { clock, log } = network;
    const before = log.length;
    const outcome = resolveOffline(question(text), context, {
      nowMs: () => clock.nowMs,
      exchange: (send, query) => network.exchange(send.server.address, query, send),
    });
    return { outcome, sent: log.slice(before).map(({ to, octets }) => `${to} ${asked(octets)}`) };
  };
  return { context, ask };
}

function asked(octets: Uint8Array): string {
  const view = MessageView.open(octets)!;
  return `${view.qname.toString()} ${rtypeName(view.qtype)}`;
}

function addresses({ answer }: Outcome): string[] {
  const last = answer.at(-1)?.set;
  return last?.type === RType.A ? last.rdata.map((octets) => octets.join('.')) : [];
}

test('RFC 1034 §5.3.3: root, test., leaf; then all from the cache', () => {
  const { ask } = resolver(world());
  const first = ask('www.shop.test. A');
  assert.deepEqual(addresses(first.outcome), ['192.0.2.80', '192.0.2.81']);
  assert.deepEqual(first.sent, ['192.0.2.1 test. A', '192.0.2.2 shop.test. A', '192.0.2.3 www.shop.test. A']);
  const second = ask('www.shop.test. A');
  assert.deepEqual(second.sent, []);
  assert.equal(second.outcome.fromCache, true);
  assert.deepEqual(ask('other.shop.test. A').sent, ['192.0.2.3 other.shop.test. A']);
});

test('RFC 9156: without minimisation every server sees the whole name', () => {
  const off = { enabled: false, countMax: 10, oneLabel: 4 };
  assert.deepEqual(resolver(world(), { minimisation: off }).ask('www.shop.test. A').sent, [
    '192.0.2.1 www.shop.test. A',
    '192.0.2.2 www.shop.test. A',
    '192.0.2.3 www.shop.test. A',
  ]);
});

test('RFC 9156: names between cuts are asked one label at a time, once', () => {
  const { ask } = resolver(world());
  assert.deepEqual(ask('deep.a.b.c.test. A').sent, [
    '192.0.2.1 test. A',
    '192.0.2.2 c.test. A',
    '192.0.2.2 b.c.test. A',
    '192.0.2.2 a.b.c.test. A',
    '192.0.2.2 deep.a.b.c.test. A',
  ]);
  assert.deepEqual(ask('deep.a.b.c.test. TXT').sent, ['192.0.2.2 deep.a.b.c.test. TXT']);
});

test('RFC 1034 §5.3.3: an NS name without glue is resolved first, in the same budget', () => {
  const { ask } = resolver(world());
  const { outcome, sent } = ask('www.far.test. A');
  assert.deepEqual(addresses(outcome), ['192.0.2.91']);
  assert.deepEqual(sent, [
    '192.0.2.1 test. A',
    '192.0.2.2 far.test. A',
    '192.0.2.1 example. A',
    '192.0.2.5 far.example. A',
    '192.0.2.5 ns.far.example. A',
    '192.0.2.4 www.far.test. A',
  ]);
});

test('RFC 1034 §3.6.2: a CNAME across zones is followed', () => {
  const { outcome } = resolver(world()).ask('alias.shop.test. A');
  assert.deepEqual(
    outcome.answer.map(({ set }) => `${set.name.toString()} ${rtypeName(set.type)}`),
    ['alias.shop.test. CNAME', 'target.far.test. A'],
  );
  assert.deepEqual(addresses(outcome), ['192.0.2.90']);
});

test('RFC 6672: a DNAME makes a CNAME, also from the cache', () => {
  const { ask } = resolver(world());
  const types = (outcome: Outcome) => outcome.answer.map(({ set }) => rtypeName(set.type));
  const first = ask('www.old.shop.test. A').outcome;
  assert.deepEqual(types(first), ['DNAME', 'CNAME', 'A']);
  const second = ask('target.old.shop.test. A');
  assert.deepEqual(types(second.outcome), ['DNAME', 'CNAME', 'A']);
  assert.deepEqual(second.sent, ['192.0.2.4 target.far.test. A'], 'only the target had to be asked for');
});

test('RFC 2308 §5: NXDOMAIN and NODATA are cached, with the SOA and the lesser of its TTLs', () => {
  const { ask } = resolver(world());
  for (const [text, rcode] of [
    ['no.shop.test. A', RCode.NXDOMAIN],
    ['www.shop.test. AAAA', RCode.NOERROR],
  ] as const) {
    const first = ask(text);
    assert.equal(first.outcome.rcode, rcode, text);
    assert.deepEqual(
      first.outcome.authority.map(({ set, ttl }) => [rtypeName(set.type), ttl]),
      [['SOA', 300]],
    );
    const again = ask(text);
    assert.deepEqual(again.sent, []);
    assert.equal(again.outcome.rcode, rcode);
    assert.equal(again.outcome.authority.length, 1);
  }
  assert.equal(ask('no.shop.test. TXT').sent.length, 0, 'NXDOMAIN is for all types');
});

test('RFC 2308 §2.1: NXDOMAIN behind a CNAME denies the target', () => {
  const { ask } = resolver(world());
  const { outcome } = ask('gone.test. A');
  assert.equal(outcome.rcode, RCode.NXDOMAIN);
  assert.equal(outcome.answer.length, 1);
  assert.deepEqual(ask('missing.shop.test. TXT').sent, []);
  assert.equal(ask('gone.test. CNAME').outcome.rcode, RCode.NOERROR);
});

test('RFC 8020: with nothing_below_nxdomain a denied name has nothing below', () => {
  const below = resolver(world(), { nothingBelowNxdomain: true });
  below.ask('no.shop.test. A');
  assert.deepEqual(below.ask('a.b.no.shop.test. A').sent, []);
  const doubting = resolver(world());
  doubting.ask('no.shop.test. A');
  assert.notEqual(doubting.ask('a.b.no.shop.test. A').sent.length, 0);
});

test('a top-level domain denied by the root answers for all below it', () => {
  const { ask } = resolver(world());
  assert.deepEqual(ask('www.nowhere. A').sent, ['192.0.2.1 nowhere. A']);
  const { outcome, sent } = ask('x.y.nowhere. MX');
  assert.equal(outcome.rcode, RCode.NXDOMAIN);
  assert.deepEqual(sent, []);
});

test('RFC 4035 §3.1.4.1: DS is asked of the parent', () => {
  const { outcome, sent } = resolver(world()).ask('shop.test. DS');
  assert.equal(outcome.rcode, RCode.NOERROR);
  assert.equal(outcome.authority[0]?.set.name.toString(), 'test.');
  assert.equal(sent.at(-1), '192.0.2.2 shop.test. DS');
});

test('RFC 9609: an answer about the root primes the delegation of the root', () => {
  const network = world();
  const { ask, context } = resolver(network);
  ask('. NS');
  const cut = context.delegations.closest(DNSName.root, network.clock.nowMs, () => true);
  assert.deepEqual(cut?.servers.map(String), ['a.root.example.']);
});

test('TTLs run down and end', () => {
  const network = world();
  const { ask } = resolver(network);
  ask('www.shop.test. A');
  network.clock.advance(30_000);
  const ttl = ask('www.shop.test. A').outcome.answer[0]?.ttl;
  assert.ok(ttl !== undefined && ttl <= 30 && ttl >= 29, String(ttl));
  network.clock.advance(31_000);
  assert.deepEqual(ask('www.shop.test. A').sent, ['192.0.2.3 www.shop.test. A']);
});

test('expired glue of a zone whose servers are inside it: the parent is asked again', () => {
  const network = world();
  const { ask, context } = resolver(network);
  ask('www.shop.test. A');
  context.records.flush(DNSName.of('ns.shop.test.'), false);
  const { outcome, sent } = ask('new.shop.test. TXT');
  assert.equal(outcome.rcode, RCode.NXDOMAIN);
  assert.deepEqual(sent, ['192.0.2.2 shop.test. A', '192.0.2.3 new.shop.test. TXT']);
});

test('a moved zone is found through its parent when its cached servers are silent', () => {
  const network = world();
  const { ask } = resolver(network);
  ask('www.shop.test. A');
  network.clock.advance(61_000);
  network.host('192.0.2.3', () => undefined).host('192.0.2.33', shop);
  network.host(
    '192.0.2.2',
    authority({
      'test.': `${soa('test.')}
    shop.test. 3600 NS ns2.shop.test.
    ns2.shop.test. 3600 A 192.0.2.33`,
    }),
  );
  const { outcome } = ask('www.shop.test. A');
  assert.deepEqual(addresses(outcome), ['192.0.2.80', '192.0.2.81']);
});

test('records of another zone in an answer are not believed (RFC 5452 §6)', () => {
  const network = world();
  network.host('192.0.2.3', (query) =>
    respond(query, {
      answer: ['www.shop.test. 60 A 192.0.2.80', 'www.bank.example. 60 A 203.0.113.66'],
      authority: ['example. 3600 NS ns.evil.shop.test.', 'shop.test. 3600 NS ns.evil.shop.test.'],
      additional: ['ns.example. 3600 A 203.0.113.66', 'ns.evil.shop.test. 3600 A 203.0.113.66'],
    }),
  );
  const { ask, context } = resolver(network);
  ask('www.shop.test. A');
  const need = { nowMs: network.clock.nowMs, trust: 1 as const };
  assert.equal(context.records.get(DNSName.of('www.bank.example.'), RType.A, need), undefined);
  assert.equal(context.records.get(DNSName.of('ns.example.'), RType.A, need), undefined);
  assert.deepEqual(ask('b.shop.test. A').sent, ['192.0.2.3 b.shop.test. A'], 'the delegation did not move');
});
