import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeOptions, OptionCode } from '@span53/dns/edns';
import { DNSName, Flag, MessageView, RCode, setFlags, setId, withOption } from '@span53/dns/wire';
import { MetricsMemory, MetricsRegistry } from '@span53/metrics';
import { queryOctets, question, respond, type SimResponse } from '@span53/testkit';

import { CacheKeyBuilder, type CacheKey } from './cache-key.ts';
import { PacketCache, type PacketCacheOptions } from './packet-cache.ts';
import { declareCacheMetrics } from './stats.ts';

const keys = new CacheKeyBuilder(1);
const query = (text: string, id = 7): MessageView => MessageView.open(queryOctets(question(text), id))!;
const response = (asked: MessageView, said: SimResponse): MessageView => MessageView.open(respond(asked.octets, said))!;
const keyOf = (view: MessageView): CacheKey => keys.build(view)!;
const open = (options: Partial<PacketCacheOptions> = {}): PacketCache =>
  new PacketCache({ entriesMax: 100, octetsMax: 1_000_000, ...options });
const address = (ttl = 300): SimResponse => ({ answer: [`www.example. ${ttl} A 192.0.2.1`] });
const soa = 'example. 3600 SOA ns.example. admin.example. 1 7200 900 86400 120';

function ttlsOf(octets: Uint8Array): number[] {
  const records = MessageView.open(octets)!.records();
  const ttls: number[] = [];
  while (records.next()) if (records.type !== 41) ttls.push(records.ttl);
  return ttls;
}

/** Stores what is said to `www.example. A` and tells how long it is served. */
function lifetimeOf(said: SimResponse, options: Partial<PacketCacheOptions> = {}): number {
  const cache = open(options);
  const asked = query('www.example. A');
  if (!cache.put(keyOf(asked), response(asked, said), 1000)) return 0;
  let seconds = 0;
  while (cache.get(keyOf(asked), asked, 1000 + seconds * 1000) !== undefined) seconds += 1;
  return seconds;
}

test('a hit has the ID, RD, CD and letter case of its query, and aged TTLs', () => {
  const cache = open();
  const asked = query('www.example. A');
  assert.ok(cache.put(keyOf(asked), response(asked, address()), 0));
  const again = query('wWw.EXAMPLE. A', 0xabcd);
  const reply = cache.get(keyOf(again), again, 61_900)!;
  const view = MessageView.open(reply)!;
  assert.equal(view.id, 0xabcd);
  assert.equal(view.qname.toString(), 'wWw.EXAMPLE.');
  assert.deepEqual(ttlsOf(reply), [239]);
  assert.equal(view.recursionDesired, false);
  assert.notEqual(reply, cache.get(keyOf(again), again, 61_900), 'each reply has memory of its own');
});

test('what is stored is a copy', () => {
  const cache = open();
  const asked = query('www.example. A');
  const said = response(asked, address());
  cache.put(keyOf(asked), said, 0);
  said.octets.fill(0, 12);
  assert.equal(MessageView.open(cache.get(keyOf(asked), asked, 0)!)!.qname.toString(), 'www.example.');
});

const lifetimes: { what: string; said: SimResponse; options?: Partial<PacketCacheOptions>; seconds: number }[] = [
  {
    what: 'the smallest TTL',
    said: { answer: ['www.example. 30 A 192.0.2.1'], additional: ['a.example. 9 A 192.0.2.2'] },
    seconds: 9,
  },
  { what: 'at most ttlMax', said: address(300), options: { lifetime: { ttlMax: 20 } }, seconds: 20 },
  { what: 'nothing below ttlMin', said: address(4), options: { lifetime: { ttlMin: 5 } }, seconds: 0 },
  { what: 'TTL 0: not at all', said: address(0), seconds: 0 },
  { what: 'RFC 2308 §5: NXDOMAIN by the SOA MINIMUM', said: { rcode: 3, authority: [soa] }, seconds: 120 },
  { what: 'NODATA by the SOA MINIMUM', said: { authority: [soa] }, seconds: 120 },
  {
    what: 'negative answers at most negativeTtlMax',
    said: { rcode: 3, authority: [soa] },
    options: { lifetime: { negativeTtlMax: 60 } },
    seconds: 60,
  },
  { what: 'RFC 2308 §5: NXDOMAIN without SOA: not at all', said: { rcode: 3 }, seconds: 0 },
  { what: 'SERVFAIL: failureTtl', said: { rcode: 2 }, options: { lifetime: { failureTtl: 3 } }, seconds: 3 },
  { what: 'REFUSED: failureTtl 0', said: { rcode: 5 }, options: { lifetime: { failureTtl: 0 } }, seconds: 0 },
  { what: 'truncated: not at all', said: { ...address(), truncated: true }, seconds: 0 },
  { what: 'longer than messageOctetsMax: not at all', said: address(), options: { messageOctetsMax: 20 }, seconds: 0 },
];
for (const { what, said, options, seconds } of lifetimes) {
  test(`lifetime: ${what}`, () => assert.equal(lifetimeOf(said, options), seconds));
}

test('a response to another question is not stored under this key', () => {
  const cache = open();
  const asked = query('www.example. A');
  assert.equal(
    cache.put(keyOf(asked), response(query('mail.example. A'), { answer: ['mail.example. 60 A 192.0.2.9'] }), 0),
    false,
  );
  assert.equal(cache.put(keyOf(asked), response(query('www.example. AAAA'), { authority: [soa] }), 0), false);
  assert.equal(cache.size, 0);
});

test('a query is no response, and malformed responses are not stored', () => {
  const cache = open();
  const asked = query('www.example. A');
  assert.equal(cache.put(keyOf(asked), asked, 0), false);
  const said = response(asked, address());
  assert.equal(cache.put(keyOf(asked), MessageView.open(said.octets.subarray(0, -3))!, 0), false);
});

test('tracing 1.10: TRACEPARENT, cookies and padding are not stored', () => {
  const cache = open();
  const asked = query('www.example. A');
  let said = response(asked, address());
  for (const code of [OptionCode.TRACEPARENT, OptionCode.COOKIE, OptionCode.PADDING]) {
    const more = withOption(said, { code, data: new Uint8Array(16), limit: 65_535 });
    assert.ok(typeof more !== 'string');
    said = MessageView.open(more)!;
  }
  assert.ok(cache.put(keyOf(asked), said, 0));
  const { opt } = MessageView.open(cache.get(keyOf(asked), asked, 0)!)!;
  assert.deepEqual([...opt!.options()], []);
  assert.deepEqual(encodeOptions([]).length, 0);
});

test('a reply over the limit of this client is a miss', () => {
  const cache = open();
  const asked = query('www.example. A');
  const said = response(asked, address());
  cache.put(keyOf(asked), said, 0);
  assert.equal(cache.get(keyOf(asked), asked, 0, said.octets.length - 1), undefined);
  assert.ok(cache.get(keyOf(asked), asked, 0, said.octets.length));
});

test('keepTtls: replies carry TTLs as stored', () => {
  const cache = open({ keepTtls: true });
  const asked = query('www.example. A');
  cache.put(keyOf(asked), response(asked, address()), 0);
  assert.deepEqual(ttlsOf(cache.get(keyOf(asked), asked, 100_000)!), [300]);
});

test('RFC 8767: stale entries are served on demand, with their own TTL, for staleSeconds', () => {
  const cache = open({ staleSeconds: 60 });
  const asked = query('www.example. A');
  cache.put(keyOf(asked), response(asked, address(10)), 0);
  assert.equal(cache.get(keyOf(asked), asked, 10_000), undefined);
  assert.deepEqual(ttlsOf(cache.getStale(keyOf(asked), asked, 69_999, 30)!), [30]);
  assert.equal(cache.getStale(keyOf(asked), asked, 70_000, 30), undefined);
  assert.equal(cache.get(keyOf(asked), asked, 70_000), undefined);
  assert.equal(cache.size, 0, 'a lookup drops what is over');
});

test('limits: entries and octets stay below their maximum, names asked again stay', () => {
  const cache = open({ entriesMax: 10 });
  const hot = query('hot.example. A');
  cache.put(keyOf(hot), response(hot, { answer: ['hot.example. 60 A 192.0.2.1'] }), 0);
  for (let i = 0; i < 50; i += 1) {
    assert.ok(cache.get(keyOf(hot), hot, 0), `hot name after ${i} others`);
    const cold = query(`n${i}.example. A`);
    cache.put(keyOf(cold), response(cold, { answer: [`n${i}.example. 60 A 192.0.2.1`] }), 0);
    assert.ok(cache.size <= 10);
  }
  const small = open({ octetsMax: 2000 });
  for (let i = 0; i < 50; i += 1) {
    const each = query(`n${i}.example. A`);
    small.put(keyOf(each), response(each, { answer: [`n${i}.example. 60 A 192.0.2.1`] }), 0);
    assert.ok(small.octets <= 2000);
  }
  assert.ok(small.size >= 4);
});

test('an entry replaces the one with the same key; octets return to zero when all are gone', () => {
  const cache = open();
  const asked = query('www.example. A');
  cache.put(keyOf(asked), response(asked, address(10)), 0);
  cache.put(keyOf(asked), response(asked, address(20)), 0);
  assert.equal(cache.size, 1);
  assert.deepEqual(ttlsOf(cache.get(keyOf(asked), asked, 0)!), [20]);
  assert.equal(cache.sweep(20_000), 1);
  assert.equal(cache.octets, 0);
});

test('two keys with one hash: the later has the place, the earlier is a miss and never a wrong answer', () => {
  const cache = open();
  const [one, other] = [query('one.example. A'), query('other.example. A')];
  const first = keyOf(one).keep();
  const second = keyOf(other).keep();
  second.hash = first.hash;
  cache.put(first, response(one, { answer: ['one.example. 60 A 192.0.2.1'] }), 0);
  assert.equal(cache.get(second, other, 0), undefined);
  cache.put(second, response(other, { answer: ['other.example. 60 A 192.0.2.2'] }), 0);
  assert.equal(cache.get(first, one, 0), undefined);
  assert.equal(MessageView.open(cache.get(second, other, 0)!)!.qname.toString(), 'other.example.');
});

test('flush: a name, a type of it, a subtree by whole labels', () => {
  const cache = open();
  const fill = (): void => {
    for (const text of ['example. A', 'www.example. A', 'www.example. AAAA', 'notexample. A', 'a.www.example. A']) {
      const asked = query(text);
      const [name, type] = text.split(' ');
      const data = type === 'A' ? '192.0.2.1' : '2001:db8::1';
      assert.ok(cache.put(keyOf(asked), response(asked, { answer: [`${name} 60 ${type} ${data}`] }), 0));
    }
  };
  fill();
  assert.equal(cache.flush(DNSName.of('WWW.example.')), 2);
  assert.equal(cache.flush(DNSName.of('www.example.')), 0);
  fill();
  assert.equal(cache.flush(DNSName.of('www.example.'), { qtype: 28 }), 1);
  assert.equal(cache.flush(DNSName.of('example.'), { subtree: true }), 3);
  assert.equal(cache.size, 1, 'notexample. is not below example.');
  fill();
  assert.equal(cache.flush(DNSName.root, { subtree: true }), 5);
  fill();
  assert.equal(cache.clear(), 5);
  assert.equal(cache.octets, 0);
});

test('counters tell what happened', () => {
  const registry = new MetricsRegistry();
  const slots = declareCacheMetrics(registry, 'packets');
  const row = MetricsMemory.allocate(registry, 1).row(0);
  const cache = open({ metrics: { row, slots } });
  const asked = query('www.example. A');
  cache.get(keyOf(asked), asked, 0);
  cache.put(keyOf(asked), response(asked, address(1)), 0);
  cache.get(keyOf(asked), asked, 0);
  cache.get(keyOf(asked), asked, 1000);
  cache.put(keyOf(asked), response(asked, { rcode: RCode.NXDOMAIN }), 0);
  const count = (event: keyof typeof slots.events): number => row[slots.events[event]]!;
  assert.deepEqual(
    [count('misses'), count('hits'), count('expired'), count('inserted'), count('refused')],
    [2, 1, 1, 1, 1],
  );
  assert.equal(row[slots.entries], 0);
});

test('flags of the query are adopted, not those stored', () => {
  const cache = open();
  const asked = query('www.example. A');
  const said = response(asked, address());
  setFlags(said.octets, Flag.RD | Flag.CD);
  setId(said.octets, 99);
  cache.put(keyOf(asked), said, 0);
  const view = MessageView.open(cache.get(keyOf(asked), asked, 0)!)!;
  assert.equal(view.flags & (Flag.RD | Flag.CD), 0);
  assert.equal(view.id, 7);
});
