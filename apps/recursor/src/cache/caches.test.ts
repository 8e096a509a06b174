import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { SocketAddress } from '@span53/dns/inet';
import { DNSName, RType } from '@span53/dns/wire';
import { record } from '@span53/testkit';
import { BoundedMap } from './bounded-map.ts';
import { DelegationCache } from './delegation-cache.ts';
import { NegativeCache } from './negative-cache.ts';
import { RecordCache, type SignedRRset } from './record-cache.ts';
import { ServerStats } from './server-stats.ts';
import { Trust } from './trust.ts';

const limits = { entriesMax: 100, entryOctetsMax: 64, ttlMin: 1, ttlMax: 86_400 };
const set = (text: string): SignedRRset => ({ ...record(text), signatures: [] });
const www = DNSName.of('www.example.');

test('law: a bounded map never grows beyond its maximum, and keeps what was just put in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.array(fc.tuple(fc.boolean(), fc.nat(20))), (max, steps) => {
      const map = new BoundedMap<number>(max);
      for (const [writes, key] of steps) {
        if (!writes) map.get(String(key));
        else {
          map.set(String(key), key);
          assert.equal(map.get(String(key)), key);
        }
        assert.ok(map.size <= max);
      }
    }),
  );
});

test('what is read stays longer than what is not', () => {
  const map = new BoundedMap<number>(3);
  for (const key of ['a', 'b', 'c']) map.set(key, 1);
  map.get('a');
  map.set('d', 1);
  assert.deepEqual([map.get('a'), map.get('b')], [1, undefined]);
  assert.equal(map.evicted, 1);
});

test('law: a cached TTL never exceeds its bounds and never grows (RFC 2181 §8)', () => {
  fc.assert(
    fc.property(fc.nat(4_000_000_000), fc.nat(100_000), fc.nat(100_000), (ttl, first, later) => {
      const cache = new RecordCache(limits);
      cache.put({ ...set('www.example. 1 A 192.0.2.1'), ttl }, Trust.answer, 0);
      const at = (nowMs: number) => cache.get(www, RType.A, { nowMs, trust: Trust.answer })?.ttl ?? 0;
      const [early, late] = [at(first), at(first + later)];
      assert.ok(early <= Math.max(1, Math.min(ttl, 86_400)));
      assert.ok(late <= early);
      if (early > 0) assert.ok(late >= early - Math.ceil(later / 1000) - 1);
    }),
  );
});

test('law: lower trust never replaces higher trust that is alive (RFC 2181 §5.4.1)', () => {
  const trust = fc.constantFrom(Trust.additional, Trust.nonAuthoritative, Trust.authority, Trust.answer);
  fc.assert(
    fc.property(fc.array(trust, { minLength: 1 }), (ranks) => {
      const cache = new RecordCache(limits);
      for (const rank of ranks) cache.put(set('www.example. 60 A 192.0.2.1'), rank, 0);
      const kept = cache.get(www, RType.A, { nowMs: 0, trust: Trust.additional });
      assert.equal(kept?.trust, Math.max(...ranks));
    }),
  );
});

test('an expired RRset of high trust gives way', () => {
  const cache = new RecordCache(limits);
  cache.put(set('www.example. 1 A 192.0.2.1'), Trust.answer, 0);
  cache.put(set('www.example. 60 A 192.0.2.2'), Trust.additional, 2000);
  const need = { nowMs: 2000, trust: Trust.additional };
  assert.deepEqual([...cache.get(www, RType.A, need)!.set.rdata[0]!], [192, 0, 2, 2]);
  assert.equal(cache.get(www, RType.A, { ...need, trust: Trust.nonAuthoritative }), undefined);
});

test('RRsets over the size limit are not kept; a name is flushed with or without what is below', () => {
  const cache = new RecordCache(limits);
  cache.put(set(`www.example. 60 TXT ${'x'.repeat(70)}`), Trust.answer, 0);
  assert.equal(cache.size, 0);
  for (const owner of ['www.example.', 'a.www.example.', 'xwww.example.']) {
    cache.put(set(`${owner} 60 A 192.0.2.1`), Trust.answer, 0);
  }
  assert.equal(cache.flush(www, false), 1);
  assert.equal(cache.flush(www, true), 1);
  assert.equal(cache.size, 1);
});

test('RFC 2308 §5: NXDOMAIN denies all types, NODATA one; both end', () => {
  const cache = new NegativeCache({ entriesMax: 10, ttlMax: 3600 });
  cache.putDenial({ kind: 'nodata', name: www, authority: [] }, RType.A, { ttl: 9000, nowMs: 0 });
  assert.equal(cache.get(www, RType.A, 0)?.ttl, 3600, 'max_negative_ttl');
  assert.equal(cache.get(www, RType.AAAA, 0), undefined);
  cache.putDenial({ kind: 'nxdomain', name: www, authority: [] }, RType.A, { ttl: 10, nowMs: 0 });
  assert.equal(cache.get(www, RType.AAAA, 0)?.entry.kind, 'nxdomain');
  assert.equal(cache.get(www, RType.AAAA, 10_000), undefined);
});

test('RFC 8020 §2: the closest denied ancestor is found, never the name itself', () => {
  const cache = new NegativeCache({ entriesMax: 10, ttlMax: 3600 });
  cache.putDenial({ kind: 'nxdomain', name: www, authority: [] }, RType.A, { ttl: 10, nowMs: 0 });
  assert.equal(cache.deniedAbove(DNSName.of('a.b.www.example.'), 0)?.entry.name, www);
  assert.equal(cache.deniedAbove(www, 0), undefined);
  assert.equal(cache.deniedAbove(DNSName.of('a.www.example.'), 0, 1), undefined);
});

test('RFC 9520 §3.2: a failure is kept at most five minutes', () => {
  const cache = new NegativeCache({ entriesMax: 10, ttlMax: 3600 });
  cache.putFailure(www, RType.A, 'lame delegation', { ttl: 4000, nowMs: 0 });
  assert.equal(cache.get(www, RType.A, 299_000)?.entry.kind, 'failure');
  assert.equal(cache.get(www, RType.A, 300_000), undefined);
});

test('the deepest live cut is found, label by label', () => {
  const cache = new DelegationCache({ entriesMax: 10, ttlMax: 86_400 });
  const ns = [DNSName.of('ns.test.')];
  cache.put(DNSName.of('example.'), ns, { ttl: 100, nowMs: 0 });
  cache.put(DNSName.of('b.example.'), ns, { ttl: 1, nowMs: 0 });
  const zone = (name: string, nowMs: number) => cache.closest(DNSName.of(name), nowMs, () => true)?.zone.toString();
  assert.equal(zone('a.B.example.', 0), 'b.example.');
  assert.equal(zone('a.b.example.', 1000), 'example.');
  assert.equal(zone('ab.example.', 0), 'example.');
  assert.equal(zone('a.test.', 0), undefined);
});

const server = SocketAddress.parse('192.0.2.53:53')!;
const stats = (): ServerStats =>
  new ServerStats({ entriesMax: 10, downAfter: 3, downMs: 1000, bypassOneIn: 4, nsFailsMax: 2, nsFailMs: 1000 });

test('a server is down after so many timeouts, but for one time in so many, and up again with an answer', () => {
  const servers = stats();
  for (let n = 0; n < 3; n += 1) servers.timedOut(server, 1500, 0);
  assert.equal(
    servers.isDown(server, 0, () => 0.5),
    true,
  );
  assert.equal(
    servers.isDown(server, 0, () => 0.2),
    false,
    'bypass',
  );
  assert.equal(
    servers.isDown(server, 1000, () => 0.5),
    false,
  );
  servers.answered(server, 10, 0);
  assert.equal(
    servers.isDown(server, 0, () => 0.5),
    false,
  );
});

test('a throttle ends with time, with spared queries, or with an answer', () => {
  const servers = stats();
  const zone = DNSName.of('example.');
  const asked = { zone, question: { name: www, type: RType.A, class: 1 } };
  const ask = (nowMs = 0) => servers.isThrottled(server, asked, nowMs);
  servers.throttle(server, asked, { reason: 'bad rcode', nowMs: 0 });
  assert.deepEqual([ask(), ask(), ask(), ask()], [true, true, true, false]);
  servers.throttle(server, asked, { reason: 'lame', nowMs: 0 });
  assert.deepEqual([ask(59_999), ask(60_000)], [true, false]);
  servers.throttle(server, asked, { reason: 'lame', nowMs: 0 });
  servers.unthrottle(server, asked);
  assert.equal(ask(), false);
});

test('round-trip times are smoothed, and a bad one fades', () => {
  const servers = stats();
  assert.equal(servers.rttMs(server, 0), 0);
  servers.answered(server, 100, 1);
  assert.equal(servers.rttMs(server, 1), 100);
  servers.answered(server, 200, 1);
  assert.ok(Math.abs(servers.rttMs(server, 1) - 130) < 1);
  servers.timedOut(server, 1500, 1);
  assert.equal(servers.rttMs(server, 1), 1500);
  assert.ok(Math.abs(servers.rttMs(server, 60_001) - 750) < 1);
});

test('an NS name that failed too often is passed over for a while', () => {
  const servers = stats();
  servers.nsFailed(www, 0);
  assert.equal(servers.isNsDead(www, 0), false);
  servers.nsFailed(www, 0);
  assert.equal(servers.isNsDead(www, 999), true);
  assert.equal(servers.isNsDead(www, 1000), false);
});
