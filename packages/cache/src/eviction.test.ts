import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { Sieve, type SieveEntry } from './eviction.ts';

interface Item extends SieveEntry<Item> {
  readonly name: string;
}
const item = (name: string): Item => ({ name, visited: false, newer: undefined, older: undefined });

function evict(sieve: Sieve<Item>): string | undefined {
  const victim = sieve.victim();
  if (victim !== undefined) sieve.remove(victim);
  return victim?.name;
}

test('the oldest that was not visited goes; visited ones are spared once', () => {
  const sieve = new Sieve<Item>();
  const [a, b, c] = ['a', 'b', 'c'].map(item) as [Item, Item, Item];
  for (const each of [a, b, c]) sieve.add(each);
  a.visited = true;
  assert.equal(evict(sieve), 'b');
  assert.equal(a.visited, false);
  assert.equal(evict(sieve), 'c', 'the hand goes on from where it was');
  assert.equal(evict(sieve), 'a');
  assert.equal(evict(sieve), undefined);
});

test('when all are visited the hand goes round', () => {
  const sieve = new Sieve<Item>();
  const all = ['a', 'b', 'c'].map(item);
  for (const each of all) sieve.add(each);
  for (const each of all) each.visited = true;
  assert.equal(evict(sieve), 'a');
});

test('law: after any additions, visits and removals the queue holds exactly what was added and not removed', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('add', 'visit', 'remove', 'evict'), fc.nat(9)), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const sieve = new Sieve<Item>();
      const held = new Map<number, Item>();
      for (const [step, which] of all) {
        const entry = held.get(which);
        if (step === 'add' && entry === undefined) {
          const added = item(String(which));
          held.set(which, added);
          sieve.add(added);
        } else if (step === 'visit' && entry !== undefined) entry.visited = true;
        else if (step === 'remove' && entry !== undefined) {
          sieve.remove(entry);
          held.delete(which);
        } else if (step === 'evict') {
          const name = evict(sieve);
          assert.equal(name === undefined, held.size === 0);
          if (name !== undefined) assert.ok(held.delete(Number(name)));
        }
        assert.deepEqual(new Set(sieve.entries()), new Set(held.values()));
      }
    }),
  );
});
