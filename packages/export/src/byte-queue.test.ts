import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ByteQueue } from './byte-queue.ts';

test('what goes in comes out in order, and never more than the limit is inside', () => {
  const actions = fc.array(fc.oneof(fc.nat({ max: 40 }), fc.constant('shift' as const)), { maxLength: 200 });
  fc.assert(
    fc.property(actions, (list) => {
      const queue = new ByteQueue(100);
      const model: number[] = [];
      const sum = () => model.reduce((a, b) => a + b, 0);
      for (const action of list) {
        if (action === 'shift') assert.equal(queue.shift()?.length, model.shift());
        else if (queue.push(new Uint8Array(action))) model.push(action);
        else assert.ok(sum() + action > 100);
        assert.deepEqual([queue.length, queue.bytes], [model.length, sum()]);
      }
    }),
  );
});

test('a batch is bounded by items and octets, and has one item at least', () => {
  const queue = new ByteQueue(1000);
  for (const size of [300, 10, 10, 10, 90]) queue.push(new Uint8Array(size));
  const sizes = (items: number, bytes: number) => queue.take(items, bytes).map(({ length }) => length);
  assert.deepEqual(sizes(5, 100), [300]);
  assert.deepEqual(sizes(2, 100), [10, 10]);
  assert.deepEqual(sizes(5, 100), [10, 90]);
  assert.deepEqual(sizes(5, 100), []);
});

test('thousands pass through, and clear tells how many it forgot', () => {
  const queue = new ByteQueue(1e6);
  for (let i = 0; i < 5000; i++) {
    queue.push(Uint8Array.of(i & 255));
    queue.push(Uint8Array.of(1));
    assert.equal(queue.shift()?.length, 1);
  }
  assert.equal(queue.clear(), 5000);
  assert.deepEqual([queue.length, queue.bytes, queue.shift()], [0, 0, undefined]);
});
