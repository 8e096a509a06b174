import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName } from '@span53/dns/wire';
import { NodeBudget, NodeCache } from './node-cache.ts';
import { ZoneNode } from './zone-node.ts';

const node = ZoneNode.empty(DNSName.of('example.'));

test('entries live until they expire', () => {
  const cache = new NodeCache(new NodeBudget(10));
  cache.set('a', node, 100);
  cache.set('none', undefined, 100);
  assert.equal(cache.get('a', 99)!.node, node);
  assert.deepEqual(cache.get('none', 99)!.node, undefined);
  assert.equal(cache.get('a', 100), undefined);
  assert.equal(cache.get('b', 0), undefined);
});

test('all caches together hold at most the budget, and keep what is asked for', () => {
  const budget = new NodeBudget(20);
  const caches = [new NodeCache(budget), new NodeCache(budget), new NodeCache(budget)];
  caches[0]!.set('hot', node, 1e9);
  for (let i = 0; i < 200; i += 1) {
    caches[i % 3]!.set(`n${i}`, node, 1e9);
    assert.ok(caches[0]!.get('hot', 0), `after ${i}`);
    assert.ok(caches.reduce((sum, { size }) => sum + size, 0) <= 21);
  }
  assert.equal(caches[0]!.get('n0', 0), undefined);
});

test('a cache that nobody asks any more is emptied', () => {
  const budget = new NodeBudget(4);
  const [quiet, busy] = [new NodeCache(budget), new NodeCache(budget)];
  quiet.set('a', node, 1e9);
  for (let i = 0; i < 10; i += 1) busy.set(`n${i}`, node, 1e9);
  assert.equal(quiet.size, 0);
});
