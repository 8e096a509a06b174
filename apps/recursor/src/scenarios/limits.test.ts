/** Limits of a query, and what is remembered of servers that were of no use. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { DNSName, MessageView, RCode, RType } from '@span53/dns/wire';
import {
  FakeClock,
  type SimHost,
  SimNetwork,
  answer,
  negative,
  queryOctets,
  question,
  record,
  referral,
  respond,
  saying,
  seededRandom,
} from '@span53/testkit';
import { Budget } from '../resolver/budget.ts';
import type { ResolverSettings } from '../resolver/context.ts';
import { createContext } from '../resolver/create-context.ts';
import type { Outcome } from '../resolver/events.ts';
import { resolveOffline } from '../resolver/offline.ts';
import { Resolution } from '../resolver/resolution.ts';
import { run } from '../resolver/run.ts';

const ROOT = '192.0.2.1';
const SERVER = '192.0.2.2';
const hints = {
  zone: DNSName.root,
  mode: 'iterate' as const,
  servers: [{ name: DNSName.of('a.root.example.'), addresses: [SocketAddress.parse(`${ROOT}:53`)!] }],
};
const plain = { enabled: false, countMax: 10, oneLabel: 4 };

interface Run {
  readonly outcome: Outcome;
  readonly log: readonly string[];
  readonly elapsedMs: number;
  readonly budget: Budget;
}

/** Resolvers share a context between questions; minimisation is off, so that packets are easy to count. */
function world(hosts: Readonly<Record<string, SimHost>>, settings: Partial<ResolverSettings> = {}) {
  const clock = new FakeClock();
  const network = new SimNetwork(clock);
  for (const [address, host] of Object.entries(hosts)) network.host(address, host);
  const context = createContext({ random: seededRandom(3), hints }, { minimisation: plain, ...settings });
  const ask = (text: string): Run => {
    const before = network.log.length;
    const startedMs = clock.nowMs;
    let budget: Budget | undefined;
    const outcome = resolveOffline(question(text), context, {
      nowMs: () => clock.nowMs,
      exchange: (send, query) => network.exchange(send.server.address, query, send),
      onEnd: (spent) => {
        budget = spent;
      },
    });
    const log = network.log.slice(before).map(({ to, transport }) => `${to}${transport === 'tcp' ? ' tcp' : ''}`);
    return { outcome, log, elapsedMs: clock.nowMs - startedMs, budget: budget! };
  };
  return { ask, context, clock };
}

const toZone = referral('example.', { 'ns.example.': SERVER });
const good = answer('www.example. 60 A 192.0.2.80');
const silent: SimHost = () => undefined;

test('RFC 9520 §3.2: a failure is remembered, and forgotten after seconds', () => {
  const { ask, clock } = world({ [ROOT]: toZone, [SERVER]: silent });
  ask('www.example. A');
  const again = ask('www.example. A');
  assert.deepEqual(again.log, []);
  assert.equal(again.outcome.cachedFailure, true);
  clock.advance(30_000);
  assert.notDeepEqual(ask('www.example. A').log, []);
});

test('RFC 9520 §3.1: silent servers of a zone are left alone for other names too', () => {
  const { ask } = world({ [ROOT]: toZone, [SERVER]: silent });
  ask('www.example. A');
  const other = ask('other.example. A');
  assert.deepEqual(other.log, []);
  assert.equal(other.outcome.failure, 'all servers throttled');
});

for (const { what, host } of [
  { what: 'REFUSED', host: saying({ rcode: RCode.REFUSED }) },
  { what: 'SERVFAIL', host: saying({ rcode: RCode.SERVFAIL }) },
  { what: 'an RRset over the limit', host: answer(...range(300).map((n) => `bad.example. 60 TXT ${n}`)) },
  { what: 'TC over TCP too', host: saying({ truncated: true }) },
  { what: 'TC, and nothing over TCP', host: (q, t) => (t === 'udp' ? respond(q, { truncated: true }) : undefined) },
] satisfies { what: string; host: SimHost }[]) {
  test(`RFC 9520 §3.1: ${what} for one name says nothing about the others of its zone`, () => {
    const both: SimHost = (q, t) => (nameOf(q) === 'bad.example.' ? host(q, t) : good(q, t));
    const { ask, clock, context } = world({ [ROOT]: toZone, [SERVER]: both });
    const server = SocketAddress.parse(`${SERVER}:53`)!;
    assert.equal(ask('bad.example. A').outcome.rcode, RCode.SERVFAIL);
    const before = context.stats.rttMs(server, clock.nowMs);
    assert.equal(ask('www.example. A').outcome.failure, undefined);
    assert.ok(before < 500, 'its pace over UDP is as it was');
    clock.advance(6000);
    const again = ask('bad.example. A');
    assert.equal(again.outcome.failure, 'all servers throttled', 'that name is left alone');
    assert.deepEqual(again.log, []);
  });
}

test('a timeout that another attempt has counted, or that was a limit of ours, is not held against the server', () => {
  const { context, clock } = world({});
  const server = SocketAddress.parse(`${SERVER}:53`)!;
  for (let n = 0; n < 100; n += 1) {
    const budget = new Budget(context.settings.budget, clock.nowMs);
    const coroutine = run(new Resolution(question(`n${n}.example. A`), { budget }), context, clock.nowMs);
    let turn = coroutine.next();
    for (const kind of ['timeout', 'network'] as const) {
      if (turn.done !== true) {
        turn = coroutine.next({ kind, elapsedMs: 1500, nowMs: clock.nowMs, unmeasured: true });
      }
    }
  }
  assert.equal(context.stats.throttled, 0);
  assert.equal(context.stats.size, 0);
  assert.equal(context.stats.rttMs(server, clock.nowMs), 0);
});

test('RFC 7766 §6.2.4: a stream that ended is opened once more before its server is passed over', () => {
  const { context } = world({});
  const budget = new Budget(context.settings.budget, 0);
  const asked = question('www.example. A');
  const coroutine = run(new Resolution(asked, { budget }), context, 0);
  const sent: string[] = [];
  let turn = coroutine.next();
  while (turn.done !== true && sent.length < 10) {
    const { transport, question: part } = turn.value;
    sent.push(transport);
    const response = MessageView.open(respond(queryOctets(part), { truncated: true }))!;
    const arrival = transport === 'udp' ? ({ kind: 'response', response } as const) : ({ kind: 'closed' } as const);
    turn = coroutine.next({ ...arrival, elapsedMs: 1, nowMs: 0 });
  }
  assert.deepEqual(sent, ['udp', 'tcp', 'tcp']);
  assert.equal(turn.done === true && turn.value.failure, 'network error');
  assert.equal(context.stats.throttled, 1);
});

test('a server that refused EDNS is asked without it from then on', () => {
  const host: SimHost = (q, t) => (hasOpt(q) ? respond(q, { rcode: RCode.NOTIMP, edns: false }) : good(q, t));
  const { ask } = world({ [ROOT]: toZone, [SERVER]: host });
  assert.equal(ask('www.example. A').log.length, 3);
  assert.equal(ask('www.example. TXT').log.length, 1);
});

test('RFC 2308 §5: no denial is told with a longer life than max_negative_ttl, the first time neither', () => {
  const authority = ['example. 90000 SOA ns.example. admin.example. 1 7200 900 86400 90000'];
  const { ask } = world({ [ROOT]: toZone, [SERVER]: saying({ rcode: RCode.NXDOMAIN, authority }) });
  for (const text of ['www.example. A', 'www.example. A', 'other.example. ANY']) {
    const { outcome } = ask(text);
    assert.deepEqual([outcome.rcode, outcome.authority[0]?.ttl], [RCode.NXDOMAIN, 3600], text);
  }
});

test('max_total_msec: silent servers do not hold the client longer', () => {
  const many = Object.fromEntries(range(12).map((n) => [`ns${n}.example.`, `203.0.113.${n}`]));
  const { outcome, elapsedMs } = world({ [ROOT]: referral('example.', many) }).ask('www.example. A');
  assert.equal(outcome.failure, 'time limit');
  assert.ok(elapsedMs <= 7000, String(elapsedMs));
});

test('max_qperq counts for all sub-resolutions together', () => {
  // Every zone is served by a name in a zone of its own: each look-up needs another.
  const host: SimHost = (q, t) => {
    const n = Number(/n(\d+)\.test\.$/.exec(nameOf(q))?.[1] ?? 0);
    return referral(`n${n}.test.`, { [`ns.n${n + 1}.test.`]: '' })(q, t);
  };
  const settings = {
    budget: { queriesMax: 10, octetsMax: 100_000, totalMs: 7000, depthMax: 100, emptyAddressesMax: 10 },
  };
  const { outcome, log } = world({ [ROOT]: host }, settings).ask('www.n0.test. A');
  assert.equal(outcome.rcode, RCode.SERVFAIL);
  assert.equal(log.length, 10);
  const deep = world({ [ROOT]: host }).ask('www.n0.test. A');
  assert.ok(deep.log.length <= 18, `${deep.log.length} packets: max_recursion_depth`);
});

test('max_bytesperq', () => {
  const big = Array.from({ length: 200 }, (_, n) => `www.example. 60 TXT ${'x'.repeat(200)}${n}`);
  const settings = { budget: { queriesMax: 50, octetsMax: 1000, totalMs: 7000, depthMax: 16, emptyAddressesMax: 10 } };
  const host = answer(...big, 'www.example. 60 CNAME b.example.');
  const { outcome } = world({ [ROOT]: toZone, [SERVER]: host }, settings).ask('www.example. A');
  assert.equal(outcome.failure, 'byte limit');
});

test('dont_query: an address that must not be asked is not', () => {
  const dontQuery = (address: { toString(): string }): boolean => address.toString() === SERVER;
  const { outcome, log } = world({ [ROOT]: toZone, [SERVER]: good }, { dontQuery }).ask('www.example. A');
  assert.equal(outcome.failure, 'no usable address');
  assert.deepEqual(log, [ROOT]);
});

test('RFC 2181 §5.4.1: glue never answers a client, and gives way to the real data', () => {
  const { ask, context, clock } = world({
    [ROOT]: toZone,
    [SERVER]: (q, t) =>
      nameOf(q) === 'ns.example.'
        ? answer('ns.example. 60 A 192.0.2.2', 'ns.example. 60 A 192.0.2.9')(q, t)
        : good(q, t),
  });
  ask('www.example. A');
  const ns = DNSName.of('ns.example.');
  assert.equal(context.records.get(ns, RType.A, { nowMs: clock.nowMs, trust: 2 }), undefined);
  assert.equal(ask('ns.example. A').outcome.answer[0]?.set.rdata.length, 2);
  context.records.put({ ...record('ns.example. 9 A 192.0.2.2'), signatures: [] }, 1, clock.nowMs);
  assert.equal(context.records.get(ns, RType.A, { nowMs: clock.nowMs, trust: 4 })?.set.rdata.length, 2);
});

test('RFC 9156: a server that fails shortened questions is asked the whole name', () => {
  const strict: SimHost = (q, t) =>
    nameOf(q) === 'www.deep.example.'
      ? answer('www.deep.example. 60 A 192.0.2.80')(q, t)
      : saying({ rcode: RCode.REFUSED })(q, t);
  const on = { enabled: true, countMax: 10, oneLabel: 4 };
  const hosts = { [ROOT]: toZone, [SERVER]: strict };
  assert.equal(world(hosts, { minimisation: on }).ask('www.deep.example. A').outcome.rcode, 0);
  const liar: SimHost = (q, t) => (nameOf(q) === 'www.deep.example.' ? strict(q, t) : negative('example.', 3)(q, t));
  assert.equal(
    world({ [ROOT]: toZone, [SERVER]: liar }, { minimisation: on }).ask('www.deep.example. A').outcome.rcode,
    0,
  );
});

function hasOpt(query: Uint8Array): boolean {
  return query[11] === 1;
}

function nameOf(query: Uint8Array): string {
  return DNSName.read(query, 12)!.toString();
}

function range(length: number): number[] {
  return Array.from({ length }, (_, n) => n);
}
