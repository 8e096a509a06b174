import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeOptions } from '@span53/dns/edns';
import { Flag, MessageView } from '@span53/dns/wire';
import { respond } from '@span53/testkit';

import { bed, octetsOf, queryOf, type QueryExtras, TestClient } from '../bed.test.ts';
import type { AnswerCache } from './answer-cache.ts';

/** The cache of the default pool, as YAML describes it. */
function cacheOf(keys = '', more = '') {
  const { plane } = bed(
    `packet_caches: [{name: cache, size: 10${keys}}]\npools: [{name: "", packet_cache: cache}]\n${more}`,
  );
  const cache = plane.defaultPool.cache!;
  const queryAt = (text: string, nowMs: number, extras: QueryExtras = {}, client = new TestClient()) =>
    Object.assign(queryOf(plane, octetsOf(text, extras), client), { nowMs });
  return { cache, queryAt };
}

type Rig = ReturnType<typeof cacheOf>;

function put({ cache, queryAt }: Rig, text: string, answer: Parameters<typeof respond>[1], extras: QueryExtras = {}) {
  const query = queryAt(text, 0, extras);
  assert.equal(cache.find(query), undefined);
  return cache.store(query, MessageView.open(respond(query.view.octets, answer))!, 0);
}

function ttlOf(octets: Uint8Array | undefined): number | undefined {
  const records = octets === undefined ? undefined : MessageView.open(octets)!.records();
  return records?.next() === true ? records.ttl : undefined;
}

const find = ({ cache, queryAt }: Rig, text: string, nowMs: number, extras: QueryExtras = {}): Uint8Array | undefined =>
  (cache as AnswerCache).find(queryAt(text, nowMs, extras));
const a = (ttl: number) => ({ answer: [`www.example ${ttl} A 192.0.2.1`] });
const soa = { rcode: 3, authority: ['example 7200 SOA ns.example. admin.example. 1 2 3 4 7200'] };

test('TTLs age, and max_ttl ends the entry', () => {
  const rig = cacheOf(', max_ttl: 50');
  put(rig, 'www.example A', a(100));
  assert.deepEqual(
    [0, 10_000, 49_999, 50_000].map((ms) => ttlOf(find(rig, 'www.example A', ms))),
    [100, 90, 51, undefined],
  );
});

test('dont_age serves TTLs as they were stored', () => {
  const rig = cacheOf(', dont_age: true');
  put(rig, 'www.example A', a(100));
  assert.equal(ttlOf(find(rig, 'www.example A', 60_000)), 100);
});

const kept = [
  { what: 'min_ttl', keys: ', min_ttl: 10', answer: a(9), stored: false },
  { what: 'TTL 0', keys: '', answer: a(0), stored: false },
  { what: 'truncated', keys: '', answer: { ...a(60), truncated: true }, stored: false },
  { what: 'NODATA without SOA', keys: '', answer: {}, stored: false },
  { what: 'NXDOMAIN', keys: '', answer: soa, stored: true },
  { what: 'SERVFAIL', keys: '', answer: { rcode: 2 }, stored: true },
  {
    what: 'SERVFAIL with temporary_failure_ttl 0',
    keys: ', temporary_failure_ttl: 0',
    answer: { rcode: 2 },
    stored: false,
  },
  { what: 'larger than maximum_entry_size', keys: ', maximum_entry_size: 40', answer: a(60), stored: false },
];
for (const { what, keys, answer, stored } of kept) {
  test(`${stored ? 'kept' : 'not kept'}: ${what}`, () => {
    const rig = cacheOf(keys);
    assert.equal(put(rig, 'www.example A', answer), stored);
    assert.equal(find(rig, 'www.example A', 0) !== undefined, stored);
  });
}

test('max_negative_ttl and temporary_failure_ttl, and a rule’s own', () => {
  const rig = cacheOf(', max_negative_ttl: 5, temporary_failure_ttl: 7');
  put(rig, 'nx.example A', soa);
  put(rig, 'fail.example A', { rcode: 2 });
  const lives = (name: string) => [4, 5, 6, 7].map((s) => find(rig, `${name} A`, s * 1000) !== undefined);
  assert.deepEqual(
    [lives('nx.example'), lives('fail.example')],
    [
      [true, false, false, false],
      [true, true, true, false],
    ],
  );
  const query = rig.queryAt('own.example A', 0);
  rig.cache.find(query);
  query.temporaryFailureTtl = 1;
  rig.cache.store(query, MessageView.open(respond(query.view.octets, { rcode: 2 }))!, 0);
  assert.equal(find(rig, 'own.example A', 1500), undefined);
});

const cookie = (text: string): QueryExtras => ({
  udpSize: 1232,
  options: encodeOptions([{ code: 10, data: Buffer.from(text) }]),
});
test('cookies are not part of the key, unless cookie_hashing says so', () => {
  for (const [keys, shared] of [
    ['', true],
    [', cookie_hashing: true', false],
    [', options_to_skip: ["12"]', false],
  ] as const) {
    const rig = cacheOf(keys);
    put(rig, 'www.example A', a(60), cookie('01234567'));
    assert.equal(find(rig, 'www.example A', 0, cookie('76543210')) !== undefined, shared, keys);
  }
});

test('UDP and TCP, DO, RD and sizes are told apart; payload_ranks brings sizes together', () => {
  const edns = { udpSize: 1232 };
  const rig = cacheOf();
  put(rig, 'www.example A', a(60), edns);
  const others: QueryExtras[] = [{}, { udpSize: 1400 }, { ...edns, dnssecOk: true }, { ...edns, flags: 0 }];
  for (const extras of others) assert.equal(find(rig, 'www.example A', 0, extras), undefined);
  const overTcp = rig.queryAt('www.example A', 0, edns, new TestClient('127.0.0.1:1', 'tcp'));
  assert.equal(rig.cache.find(overTcp), undefined);
  put(rig, 'plain.example A', a(60));
  const plainTcp = rig.queryAt('plain.example A', 0, {}, new TestClient('127.0.0.1:1', 'tcp'));
  assert.equal(rig.cache.find(plainTcp), undefined);
  const ranked = cacheOf(', payload_ranks: [512, 1232]');
  put(ranked, 'www.example A', a(60), edns);
  assert.notEqual(find(ranked, 'www.example A', 0, { udpSize: 1400 }), undefined);
});

test('what a backend said to flags that a rule changed is for queries with the same change only', () => {
  const rig = cacheOf();
  const asked = (change: { flagsSet?: number; flagsCleared?: number }) =>
    Object.assign(rig.queryAt('www.example A', 0), change);
  const changes = [{}, { flagsSet: Flag.CD }, { flagsCleared: Flag.RD }, { flagsSet: Flag.CD, flagsCleared: Flag.RD }];
  for (const change of changes) {
    const query = asked(change);
    assert.equal(rig.cache.find(query), undefined, JSON.stringify(change));
    rig.cache.store(query, MessageView.open(respond(query.view.octets, a(60)))!, 0);
    assert.notEqual(rig.cache.find(asked(change)), undefined);
  }
});

test('stale answers live for stale_entries_ttl and carry stale_ttl', () => {
  const rig = cacheOf(', stale_ttl: 9', 'cache_settings: {stale_entries_ttl: 100}');
  put(rig, 'www.example A', a(60));
  const stale = (nowMs: number) => {
    const query = rig.queryAt('www.example A', nowMs);
    assert.equal(rig.cache.find(query), undefined);
    return ttlOf(rig.cache.findStale(query));
  };
  assert.deepEqual([stale(61_000), stale(159_000), stale(160_000)], [9, 9, undefined]);
});

test('shuffle: another first address at each hit, and never one lost (rotate)', () => {
  const rig = cacheOf(', shuffle: true');
  const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
  put(rig, 'www.example A', {
    answer: ['www.example 60 CNAME host.example', ...addresses.map((address) => `host.example 60 A ${address}`)],
  });
  const seen = Array.from({ length: 3 }, () => {
    const records = MessageView.open(find(rig, 'www.example A', 0)!)!.records();
    const last: number[] = [];
    while (records.next()) if (records.type === 1) last.push(records.rdata()![3]!);
    return last;
  });
  assert.deepEqual(seen, [
    [2, 3, 1],
    [3, 1, 2],
    [1, 2, 3],
  ]);
});

test('a full cache makes room', () => {
  const rig = cacheOf();
  for (let i = 0; i < 30; i += 1) put(rig, `n${i}.example A`, { answer: [`n${i}.example 60 A 192.0.2.1`] });
  assert.equal(rig.cache.size, 10);
});
