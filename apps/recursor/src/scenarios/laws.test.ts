/** Laws: whatever a network answers, a resolution ends, within its budget, and believes nothing it must not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { SocketAddress } from '@span53/dns/inet';
import { DNSName, RType } from '@span53/dns/wire';
import { FakeClock, type SimHost, SimNetwork, question, respond, seededRandom } from '@span53/testkit';
import type { Budget } from '../resolver/budget.ts';
import { createContext } from '../resolver/create-context.ts';
import { resolveOffline } from '../resolver/offline.ts';

const ADDRESSES = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
const NAMES = [
  '.',
  'test.',
  'a.test.',
  'b.test.',
  'www.a.test.',
  'ns.b.test.',
  'x.www.a.test.',
  'example.',
  'ns.a.test.',
];
const hints = {
  zone: DNSName.root,
  mode: 'iterate' as const,
  servers: [{ name: DNSName.of('a.root.example.'), addresses: [SocketAddress.parse('192.0.2.1:53')!] }],
};

const name = fc.constantFrom(...NAMES);
const ttl = fc.constantFrom(0, 1, 60, 4_000_000_000);
const line = fc.oneof(
  fc.tuple(name, ttl, fc.constantFrom(...ADDRESSES)).map(([owner, seconds, ip]) => `${owner} ${seconds} A ${ip}`),
  fc
    .tuple(name, ttl, fc.constantFrom('NS', 'CNAME', 'DNAME'), name)
    .map(([owner, seconds, type, target]) => `${owner} ${seconds} ${type} ${target}`),
  name.map((owner) => `${owner} 60 SOA ns.test. admin.test. 1 2 3 4 60`),
);
const section = fc.array(line, { maxLength: 5 });
const response = fc.record({
  rcode: fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 16),
  authoritative: fc.boolean(),
  truncated: fc.constantFrom(false, false, false, true),
  edns: fc.boolean(),
  answer: section,
  authority: section,
  additional: section,
});
/** Undefined: silence. Octets: noise in place of a response. */
const turn = fc.oneof(
  { weight: 8, arbitrary: response },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 12, maxLength: 60 }) },
);
const script = fc.array(turn, { minLength: 1, maxLength: 12 });
const asked = fc.tuple(name, fc.constantFrom('A', 'AAAA', 'NS', 'DS', 'ANY', 'CNAME', 'RRSIG', 'TXT'));

test('every resolution ends within its budget, whatever the network says', () => {
  fc.assert(
    fc.property(script, asked, fc.boolean(), fc.nat(), (turns, [owner, type], ipv6, seed) => {
      const { sent, budget, elapsedMs, outcome } = play(turns, `${owner} ${type}`, { ipv6, seed });
      assert.ok(sent <= 50, `${sent} packets`);
      assert.equal(budget.queries, sent);
      assert.ok(elapsedMs <= 7000 + 10, `${elapsedMs} ms`);
      assert.ok(outcome.answer.length <= 50);
      if (outcome.failure !== undefined) assert.equal(outcome.rcode, 2);
    }),
    { numRuns: 2000 },
  );
});

test('an answer is a chain from the name asked: each owner is the target of an alias before it', () => {
  fc.assert(
    fc.property(script, asked, fc.nat(), (turns, [owner, type], seed) => {
      const { outcome } = play(turns, `${owner} ${type}`, { ipv6: false, seed });
      if (type === 'ANY' || outcome.failure !== undefined) return;
      let at = DNSName.of(owner);
      for (const { set } of outcome.answer) {
        if (set.type === RType.DNAME && !set.name.equals(at)) assert.ok(at.isPartOf(set.name));
        else assert.ok(set.name.equals(at), `${set.name.toString()} instead of ${at.toString()}`);
        if (set.type === RType.CNAME && type !== 'CNAME') at = DNSName.read(set.rdata[0]!, 0)!;
      }
    }),
    { numRuns: 1000 },
  );
});

test('a server of one zone puts nothing of another zone into the caches', () => {
  fc.assert(
    fc.property(script, fc.nat(), (turns, seed) => {
      const clock = new FakeClock();
      const only = { zone: DNSName.of('a.test.'), mode: 'forward' as const, servers: hints.servers };
      const context = createContext({ random: seededRandom(seed) });
      context.forwards.set(only.zone, only);
      const network = new SimNetwork(clock, seed);
      for (const address of ADDRESSES) network.host(address, follower(turns));
      resolveOver(network, 'x.www.a.test. A', context);
      for (const outside of NAMES.map((text) => DNSName.of(text)).filter((at) => !at.isPartOf(only.zone))) {
        for (const type of [RType.A, RType.NS, RType.CNAME, RType.DNAME, RType.SOA]) {
          assert.equal(context.records.get(outside, type, { nowMs: clock.nowMs, trust: 1 }), undefined);
        }
        assert.equal(context.negatives.get(outside, RType.A, clock.nowMs)?.entry.kind === 'nxdomain', false);
      }
    }),
    { numRuns: 1000 },
  );
});

type Turn = Parameters<typeof respond>[1] | Uint8Array | undefined;

/** A host that goes through the turns, over and over. */
function follower(turns: readonly Turn[]): SimHost {
  let at = 0;
  return (query) => {
    const next = turns[at++ % turns.length];
    if (next === undefined || next instanceof Uint8Array) return next;
    return respond(query, next);
  };
}

function play(turns: readonly Turn[], text: string, { ipv6, seed }: { ipv6: boolean; seed: number }) {
  const network = new SimNetwork(new FakeClock(), seed);
  const host = follower(turns);
  for (const address of ADDRESSES) network.host(address, host);
  return resolveOver(network, text, createContext({ random: seededRandom(seed), hints }, { ipv6 }));
}

function resolveOver(network: SimNetwork, text: string, context: ReturnType<typeof createContext>) {
  const { clock } = network;
  const startedMs = clock.nowMs;
  let budget: Budget | undefined;
  const outcome = resolveOffline(question(text), context, {
    nowMs: () => clock.nowMs,
    exchange: (send, query) => network.exchange(send.server.address, query, send),
    onEnd: (spent) => {
      budget = spent;
    },
  });
  return { outcome, sent: network.log.length, budget: budget!, elapsedMs: clock.nowMs - startedMs };
}
