import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ClientBuckets, TokenBucket } from './rate-limit.ts';

const taken = (bucket: TokenBucket, times: number, nowMs: number): number =>
  Array.from({ length: times }, () => bucket.take(nowMs)).filter(Boolean).length;

test('a bucket starts full, refills by rate, and holds no more than its burst', () => {
  const bucket = new TokenBucket(10, 5);
  assert.equal(taken(bucket, 20, 0), 5);
  assert.equal(taken(bucket, 20, 200), 2);
  assert.equal(taken(bucket, 20, 10_000), 5);
});

test('asking takes nothing; a clock that stands still or goes back gives nothing', () => {
  const bucket = new TokenBucket(1);
  assert.deepEqual([bucket.available(1000), bucket.available(1000), bucket.take(1000)], [true, true, true]);
  assert.deepEqual([bucket.available(1000), bucket.available(0), bucket.available(1999)], [false, false, false]);
  assert.equal(bucket.take(2000), true);
});

test('rate 0 is no limit', () => assert.equal(taken(new TokenBucket(0), 100, 0), 100));

const settings = { rate: 1, burst: 2, expirationMs: 1000, cleanupMs: 100, clientsMax: 3 };

test('clients have buckets of their own, and idle ones are forgotten', () => {
  const clients = new ClientBuckets(settings);
  assert.deepEqual([clients.take('a', 0), clients.take('a', 0), clients.take('a', 0)], [true, true, false]);
  assert.equal(clients.take('b', 0), true);
  assert.equal(clients.size, 2);
  clients.take('c', 1500);
  assert.equal(clients.size, 1);
});

test('no more clients than allowed: the one seen first goes', () => {
  const clients = new ClientBuckets(settings);
  for (const client of ['a', 'b', 'c', 'd']) clients.take(client, 0);
  assert.equal(clients.size, 3);
  assert.deepEqual([clients.take('a', 0), clients.take('a', 0), clients.take('a', 0)], [true, true, false], 'anew');
});
