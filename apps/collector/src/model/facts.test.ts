import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe } from './describe.ts';
import { dnsFacts, isOutgoingQuery } from './facts.ts';
import { type Attributes, SpanKind } from './span.ts';

interface Case {
  readonly name: string;
  readonly kind?: number;
  readonly attributes: Attributes;
  readonly facts: Partial<ReturnType<typeof dnsFacts>>;
  readonly text: string;
}

const cases: readonly Case[] = [
  {
    name: 'dns.server.query',
    kind: SpanKind.SERVER,
    attributes: [
      ['dns.question.name', 'www.shop.test.'],
      ['dns.question.type', 'A'],
      ['dns.response_code', 'NOERROR'],
    ],
    facts: { question: 'www.shop.test.', type: 'A', rcode: 'NOERROR' },
    text: 'www.shop.test. A NOERROR',
  },
  {
    name: 'dns.client.query',
    kind: SpanKind.CLIENT,
    attributes: [
      ['server.address', '2001:db8::53'],
      ['server.port', 5300],
      ['error.type', 'timeout'],
      ['dns.retry.count', 2],
    ],
    facts: { server: '[2001:db8::53]:5300', error: 'timeout' },
    text: '→ [2001:db8::53]:5300 timeout retry 2',
  },
  {
    name: 'dns.cache.lookup',
    attributes: [
      ['dns.cache.name', 'packet'],
      ['dns.cache.hit', true],
      ['dns.cache.stale', true],
    ],
    facts: { cacheHit: true, stale: true },
    text: 'packet stale hit',
  },
  // PowerDNS: names without the final dot, results without a unit.
  {
    name: 'processUDPQuery',
    kind: SpanKind.SERVER,
    attributes: [
      ['query.qname', 'shop.test'],
      ['query.qtype', 'AAAA'],
    ],
    facts: { question: 'shop.test.', type: 'AAAA' },
    text: 'shop.test. AAAA',
  },
  { name: 'PCacheCheck', attributes: [['result', false]], facts: { cacheHit: false }, text: 'miss' },
  { name: 'SyncRes', attributes: [['result', 3]], facts: { rcode: 'NXDOMAIN' }, text: 'NXDOMAIN' },
  { name: 'ProcessUDP', attributes: [['result', 0]], facts: { rcode: undefined }, text: '' },
  {
    name: 'AuthRequest',
    attributes: [
      ['auth.address', '192.0.2.1'],
      ['auth.nsname', 'ns1.test'],
      ['query.qname', 'shop.test'],
      ['query.qtype', 'A'],
      ['result', 0],
    ],
    facts: { server: '192.0.2.1', rcode: 'NOERROR' },
    text: '→ 192.0.2.1 (ns1.test) shop.test. A NOERROR',
  },
  {
    name: 'selectBackendForOutgoingQuery',
    attributes: [['backend.name', 'rec (127.0.0.1:53)']],
    facts: {},
    text: 'rec (127.0.0.1:53)',
  },
];
for (const { name, kind = SpanKind.INTERNAL, attributes, facts, text } of cases) {
  test(`facts of ${name}: ${text || 'none'}`, () => {
    const found = dnsFacts({ name, kind, attributes });
    for (const [key, value] of Object.entries(facts)) assert.equal(found[key as keyof typeof found], value, key);
    assert.equal(describe({ name, kind, attributes }), text);
  });
}

test('a database statement is a CLIENT span but no query to a server', () => {
  assert.equal(isOutgoingQuery({ name: 'dns.backend.query', kind: SpanKind.CLIENT }), false);
  assert.equal(isOutgoingQuery({ name: 'dns.client.query', kind: SpanKind.CLIENT }), true);
  assert.equal(isOutgoingQuery({ name: 'AuthRequest', kind: SpanKind.UNSPECIFIED }), true);
});
