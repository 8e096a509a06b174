/** Broken, lame, slow and hostile authorities: what the resolver makes of them, and how many packets that costs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { DNSName, RCode } from '@span53/dns/wire';
import {
  FakeClock,
  type SimHost,
  SimNetwork,
  answer,
  negative,
  question,
  referral,
  respond,
  saying,
  seededRandom,
} from '@span53/testkit';
import type { Budget } from '../resolver/budget.ts';
import type { ResolverSettings } from '../resolver/context.ts';
import { createContext } from '../resolver/create-context.ts';
import type { Outcome } from '../resolver/events.ts';
import { resolveOffline } from '../resolver/offline.ts';

const ROOT = '192.0.2.1';
const SERVER = '192.0.2.2';
const OTHER = '192.0.2.3';
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
const toTwo = referral('example.', { 'ns1.example.': SERVER, 'ns2.example.': OTHER });
const good = answer('www.example. 60 A 192.0.2.80');
const silent: SimHost = () => undefined;

const table: readonly {
  what: string;
  hosts: Record<string, SimHost>;
  rcode: number;
  failure?: string;
  log?: readonly string[];
  answers?: number;
  packetsMax?: number;
}[] = [
  {
    what: 'RFC 2181 §9: TC over UDP is repeated over TCP',
    hosts: { [ROOT]: toZone, [SERVER]: (q, t) => (t === 'tcp' ? good(q, t) : respond(q, { truncated: true })) },
    rcode: 0,
    answers: 1,
    log: [ROOT, SERVER, `${SERVER} tcp`],
  },
  {
    what: 'TC over TCP too: no use',
    hosts: { [ROOT]: toZone, [SERVER]: saying({ truncated: true }) },
    rcode: 2,
    failure: 'malformed response',
    log: [ROOT, SERVER, `${SERVER} tcp`],
  },
  {
    what: 'RFC 6891 §7: FORMERR without OPT is repeated without EDNS',
    hosts: {
      [ROOT]: toZone,
      [SERVER]: (q, t) => (hasOpt(q) ? respond(q, { rcode: RCode.FORMERR, edns: false }) : good(q, t)),
    },
    rcode: 0,
    answers: 1,
    log: [ROOT, SERVER, SERVER],
  },
  {
    what: 'FORMERR to everything ends',
    hosts: { [ROOT]: toZone, [SERVER]: saying({ rcode: RCode.FORMERR, edns: false }) },
    rcode: 2,
    failure: 'malformed response',
    log: [ROOT, SERVER, SERVER],
  },
  {
    what: 'RFC 2308 §2.1 type 1 and 4: NS records in an NXDOMAIN are no referral',
    hosts: {
      [ROOT]: toZone,
      [SERVER]: saying({ rcode: 3, authority: ['example. 60 NS ns.example.', 'www.example. 60 NS ns.evil.example.'] }),
    },
    rcode: 3,
    answers: 0,
    log: [ROOT, SERVER],
  },
  {
    what: 'RFC 2308 §2.2 type 1: NODATA with NS and SOA',
    hosts: {
      [ROOT]: toZone,
      [SERVER]: saying({
        authority: ['example. 60 NS ns.example.', 'example. 60 SOA ns.example. admin.example. 1 2 3 4 5'],
      }),
    },
    rcode: 0,
    answers: 0,
    log: [ROOT, SERVER],
  },
  {
    what: 'RFC 2308 §2.2 type 2: NODATA with SOA',
    hosts: { [ROOT]: toZone, [SERVER]: negative('example.', 0) },
    rcode: 0,
    answers: 0,
    log: [ROOT, SERVER],
  },
  {
    what: 'RFC 2308 §2.2 type 3: NODATA with nothing',
    hosts: { [ROOT]: toZone, [SERVER]: saying({}) },
    rcode: 0,
    answers: 0,
    log: [ROOT, SERVER],
  },
  {
    what: 'nothing and no AA is lame',
    hosts: { [ROOT]: toZone, [SERVER]: saying({ authoritative: false }) },
    rcode: 2,
    failure: 'lame delegation',
  },
  {
    what: 'an upward referral is lame, the other server is asked',
    hosts: { [ROOT]: toTwo, [SERVER]: referral('.', { 'a.root.example.': ROOT }), [OTHER]: good },
    rcode: 0,
    answers: 1,
    packetsMax: 3,
  },
  {
    what: 'a referral to the same zone is lame',
    hosts: { [ROOT]: toZone, [SERVER]: toZone },
    rcode: 2,
    failure: 'lame delegation',
    log: [ROOT, SERVER],
  },
  {
    what: 'REFUSED: the other server is asked',
    hosts: { [ROOT]: toTwo, [SERVER]: saying({ rcode: RCode.REFUSED, authoritative: false }), [OTHER]: good },
    rcode: 0,
    answers: 1,
    packetsMax: 3,
  },
  {
    what: 'all servers REFUSED',
    hosts: { [ROOT]: toZone, [SERVER]: saying({ rcode: RCode.REFUSED }) },
    rcode: 2,
    failure: 'refused by authority',
    log: [ROOT, SERVER],
  },
  {
    what: 'SERVFAIL of the only server',
    hosts: { [ROOT]: toZone, [SERVER]: saying({ rcode: RCode.SERVFAIL }) },
    rcode: 2,
    failure: 'servfail from authority',
    log: [ROOT, SERVER],
  },
  {
    what: 'one server is silent, the other answers',
    hosts: { [ROOT]: toTwo, [SERVER]: silent, [OTHER]: good },
    rcode: 0,
    answers: 1,
    packetsMax: 3,
  },
  {
    what: 'all servers silent: two rounds',
    hosts: { [ROOT]: toZone, [SERVER]: silent },
    rcode: 2,
    failure: 'no reachable authority',
    log: [ROOT, SERVER, SERVER],
  },
  {
    what: 'the root is silent',
    hosts: {},
    rcode: 2,
    failure: 'no reachable authority',
    log: [ROOT, ROOT],
  },
  {
    what: 'RFC 1034 §5.2.2: CNAME to itself',
    hosts: { [ROOT]: toZone, [SERVER]: answer('www.example. 60 CNAME www.example.') },
    rcode: 2,
    failure: 'alias loop',
    log: [ROOT, SERVER],
  },
  {
    what: 'a CNAME loop of two in one response',
    hosts: { [ROOT]: toZone, [SERVER]: answer('www.example. 60 CNAME b.example.', 'b.example. 60 CNAME www.example.') },
    rcode: 2,
    failure: 'alias loop',
    log: [ROOT, SERVER],
  },
  {
    what: 'two CNAMEs at one name are no alias (RFC 2181 §10.1)',
    hosts: { [ROOT]: toZone, [SERVER]: answer('www.example. 60 CNAME b.example.', 'www.example. 60 CNAME c.example.') },
    rcode: 2,
    failure: 'malformed response',
  },
  {
    what: 'a DNAME at the name itself is no alias of it (RFC 6672 §2.3)',
    hosts: { [ROOT]: toZone, [SERVER]: answer('www.example. 60 DNAME b.example.') },
    rcode: 0,
    answers: 0,
  },
  {
    what: 'an endless chain of CNAMEs ends at the limit',
    hosts: { [ROOT]: toZone, [SERVER]: (q, t) => answer(`${nameOf(q)} 60 CNAME n${count++}.example.`)(q, t) },
    rcode: 2,
    failure: 'too many aliases',
    packetsMax: 12,
  },
  {
    what: 'a chain of 20 CNAMEs in one response is too long',
    hosts: {
      [ROOT]: toZone,
      [SERVER]: answer(...chainOf(20), 'n20.example. 60 A 192.0.2.80'),
    },
    rcode: 2,
    failure: 'too many aliases',
    log: [ROOT, SERVER],
  },
  {
    what: 'an endless referral deeper and deeper ends with the name',
    hosts: { [ROOT]: toZone, [SERVER]: deeper },
    rcode: 2,
    failure: 'lame delegation',
    packetsMax: 8,
  },
  {
    what: 'glue outside the zone of the sender is not used',
    hosts: {
      [ROOT]: referral('example.', { 'ns.example.': SERVER }),
      [SERVER]: referral('www.example.', { 'ns.bank.test.': '192.0.2.66' }),
      '192.0.2.66': good,
    },
    rcode: 2,
  },
  {
    what: 'NXDOMAIN of an alias target outside the zone says nothing about it',
    hosts: { [ROOT]: toZone, [SERVER]: saying({ rcode: 3, answer: ['www.example. 60 CNAME www.bank.test.'] }) },
    rcode: 2,
    failure: 'lame delegation',
    log: [ROOT, SERVER, ROOT],
  },
  {
    what: 'cyclic delegation: two zones that name each other as servers',
    hosts: {
      [ROOT]: (q, t) =>
        nameOf(q).endsWith('.a.test.') || nameOf(q) === 'a.test.'
          ? referral('a.test.', { 'ns.b.test.': '' })(q, t)
          : referral('b.test.', { 'ns.a.test.': '' })(q, t),
    },
    rcode: 2,
    failure: 'no usable address',
    packetsMax: 6,
  },
  {
    what: 'self-pointed name server without glue',
    hosts: { [ROOT]: referral('example.', { 'ns.example.': '' }) },
    rcode: 2,
    failure: 'no usable address',
    packetsMax: 4,
  },
  {
    what: 'NXNSAttack (CVE-2020-12667): 100 name servers without glue',
    hosts: {
      [ROOT]: (q, t) =>
        nameOf(q).endsWith('victim.test.')
          ? negative('test.', 3)(q, t)
          : referral('example.', Object.fromEntries(range(100).map((n) => [`ns${n}.victim.test.`, ''])))(q, t),
    },
    rcode: 2,
    packetsMax: 14,
  },
  {
    what: 'an RRset of 300 records is not taken',
    hosts: { [ROOT]: toZone, [SERVER]: answer(...range(300).map((n) => `www.example. 60 TXT n${n}`)) },
    rcode: 2,
    failure: 'malformed response',
  },
];

let count = 0;

for (const { what, hosts, rcode, failure, log, answers, packetsMax } of table) {
  test(what, () => {
    const asked = what.includes('cyclic')
      ? 'www.a.test. A'
      : what.includes('300')
        ? 'www.example. TXT'
        : 'www.example. A';
    const got = world(hosts).ask(asked);
    assert.equal(got.outcome.rcode, rcode, got.outcome.failure);
    if (failure !== undefined) assert.equal(got.outcome.failure, failure);
    if (log !== undefined) assert.deepEqual(got.log, log);
    if (answers !== undefined) assert.equal(got.outcome.answer.length, answers);
    if (packetsMax !== undefined) assert.ok(got.log.length <= packetsMax, `${got.log.length} packets`);
  });
}

function hasOpt(query: Uint8Array): boolean {
  return query[11] === 1;
}

function nameOf(query: Uint8Array): string {
  return DNSName.read(query, 12)!.toString();
}

function range(length: number): number[] {
  return Array.from({ length }, (_, n) => n);
}

function chainOf(length: number): string[] {
  return range(length).map((n) => `${n === 0 ? 'www' : `n${n}`}.example. 60 CNAME n${n + 1}.example.`);
}

/** Refers one label further down each time, until the name is used up. */
function deeper(query: Uint8Array, transport: 'udp' | 'tcp'): Uint8Array | undefined {
  const name = DNSName.read(query, 12)!;
  return referral(name.toString(), { [`ns.${name.toString()}`]: SERVER })(query, transport);
}
