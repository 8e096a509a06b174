import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PendingTable } from './pending-table.ts';

test('IDs are drawn until one is free; entries come back by ID and leave once', () => {
  const draws = [5, 5, 6];
  const table = new PendingTable<string>(() => draws.shift()!);
  assert.equal(table.add('a'), 5);
  assert.equal(table.add('b'), 6, '5 is taken');
  assert.equal(table.get(5), 'a');
  assert.equal(table.remove(5, 'b'), false);
  assert.equal(table.remove(5, 'a'), true);
  assert.equal(table.remove(5, 'a'), false);
  assert.equal(table.get(5), undefined);
  assert.deepEqual(table.drain(), ['b']);
  assert.equal(table.size, 0);
});

test('the table is bounded', () => {
  let next = 0;
  const table = new PendingTable<number>(() => next++, 3);
  assert.deepEqual([table.add(1), table.add(2), table.add(3), table.add(4)], [0, 1, 2, -1]);
  assert.equal(new PendingTable(() => 0, 100_000).max, 32_768, 'half of all IDs, so that few draws find a free one');
});
