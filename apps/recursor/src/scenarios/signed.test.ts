/** What a validating client needs besides signatures: the proof that a wildcard might be used (RFC 4035 §3.1.3.3). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { DNSName, Flag, MessageBuilder, MessageView, RType, rtypeName, Section } from '@span53/dns/wire';
import { answer, FakeClock, question, respond, seededRandom, SimNetwork, type SimHost } from '@span53/testkit';
import { buildAnswer } from '../resolver/answer.ts';
import { createContext } from '../resolver/create-context.ts';
import { resolveOffline } from '../resolver/offline.ts';

const SERVER = '192.0.2.1';
const hints = {
  zone: DNSName.root,
  mode: 'iterate' as const,
  servers: [{ name: DNSName.of('a.root.example.'), addresses: [SocketAddress.parse(`${SERVER}:53`)!] }],
};

/** RDATA of an RRSIG of the root zone over `labels` labels, in hexadecimal. */
function rrsig(type: number, labels: number): string {
  const head = Buffer.from([0, type, 13, labels]);
  return Buffer.concat([head, Buffer.alloc(14), Buffer.of(0), Buffer.alloc(64, 7)]).toString('hex');
}

/** The wildcard `*.w.example.` has an address; `*.c.example.` is an alias of what the first one makes. */
const host: SimHost = (query, transport) => {
  const name = DNSName.read(query, 12)!.toString().toLowerCase();
  const nsec = (at: string) => [`${at} 60 NSEC 00`, `${at} 60 RRSIG ${rrsig(RType.NSEC, at.split('.').length - 1)}`];
  if (name.endsWith('.c.example.')) {
    return respond(query, {
      answer: [`${name} 60 CNAME x.w.example.`, `${name} 60 RRSIG ${rrsig(RType.CNAME, 2)}`],
      authority: nsec('c.example.'),
    });
  }
  if (name.endsWith('.w.example.')) {
    return respond(query, {
      answer: [`${name} 60 A 192.0.2.8`, `${name} 60 RRSIG ${rrsig(RType.A, 2)}`],
      authority: nsec('w.example.'),
    });
  }
  return answer(`${name} 60 A 192.0.2.9`, `${name} 60 RRSIG ${rrsig(RType.A, 2)}`)(query, transport);
};

/** Asks twice, fresh and from the record cache: owners and types of the authority section. */
function authorityOf(text: string, dnssecOk: boolean): string[][] {
  const network = new SimNetwork(new FakeClock()).host(SERVER, host);
  const minimisation = { enabled: false, countMax: 10, oneLabel: 4 };
  const context = createContext({ random: seededRandom(3), hints }, { minimisation });
  const { name, type } = question(text);
  const query = new MessageBuilder().start({ id: 1, flags: Flag.RD, limit: 512 });
  query.question(name, type, 1);
  query.opt({ udpSize: 1232, dnssecOk });
  const view = MessageView.open(query.finish())!;
  return [1, 2].map(() => {
    const outcome = resolveOffline(question(text), context, {
      nowMs: () => network.clock.nowMs,
      exchange: (send, octets) => network.exchange(send.server.address, octets, send),
    });
    const rules = { limit: 1232, stream: false, udpSize: 1232, extendedErrors: true };
    const records = MessageView.open(buildAnswer(view, outcome, rules))!.records();
    const seen: string[] = [];
    while (records.next()) {
      if (records.section === Section.AUTHORITY) seen.push(`${records.name()} ${rtypeName(records.type)}`);
    }
    return seen;
  });
}

const cases = [
  { text: 'a.w.example. A', proofs: ['w.example. NSEC', 'w.example. RRSIG'] },
  {
    text: 'a.c.example. A',
    proofs: ['c.example. NSEC', 'c.example. RRSIG', 'w.example. NSEC', 'w.example. RRSIG'],
  },
  { text: 'www.example. A', proofs: [] },
];
for (const { text, proofs } of cases) {
  test(`${text}: the proofs of wildcards come with the answer, from the cache too, for DO only`, () => {
    assert.deepEqual(authorityOf(text, true), [proofs, proofs]);
    assert.deepEqual(authorityOf(text, false), [[], []]);
  });
}
