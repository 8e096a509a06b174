/** What the indexes hold when prefixes come and go: what they find is in the tests of those that use them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PrefixTries } from './prefix-tries.ts';
import { StrideTrie } from './stride-trie.ts';

const TURNS = 50_000;
const nothing = { payload: 0, bits: 0 };
/** Words that share few first bits with one another. */
const word = (i: number): number => Math.imul(i, 0x9e37_79b1);

/** Octets of typed arrays more than before. */
function grownBy(work: () => void): number {
  const before = process.memoryUsage().arrayBuffers;
  work();
  return process.memoryUsage().arrayBuffers - before;
}

test('a stride trie uses the nodes of prefixes that went for those that come', () => {
  const trie = new StrideTrie(4);
  trie.set(0, 0, 1);
  const around = { payload: 1, bits: 0 };
  const grown = grownBy(() => {
    for (let i = 0; i < TURNS; i += 1) {
      trie.set(word(i), 32, 2);
      trie.set(word(i), 30, 3);
      trie.delete(word(i), 30, around);
      trie.delete(word(i), 32, around);
    }
  });
  assert.ok(grown < 1 << 20, `${grown} octets`);
  assert.equal(trie.find(word(7)), 1);
  trie.delete(0, 0, nothing);
  assert.equal(trie.find(word(7)), 0);
});

test('so do binary tries', () => {
  const tries = new PrefixTries(4);
  let root = tries.set(0, Int32Array.of(0, 0, 0, 0), 0, 1);
  const grown = grownBy(() => {
    for (let i = 0; i < TURNS; i += 1) {
      const keys = [Int32Array.of(word(i), 0, 0, 1), Int32Array.of(word(i), 0, 0, 2)];
      for (const key of keys) root = tries.set(root, key, 128, 2);
      for (const key of keys) root = tries.set(root, key, 128, 0);
    }
  });
  assert.ok(grown < 1 << 20, `${grown} octets`);
  assert.equal(tries.find(root, Int32Array.of(word(7), 0, 0, 1)), 1);
});

test('room for a few more nodes is no room for as many roots', () => {
  const grown = grownBy(() => {
    const trie = new StrideTrie(20);
    for (let i = 0; i < 100; i += 1) trie.set(word(i), 32, i + 1);
    for (let i = 0; i < 100; i += 1) assert.equal(trie.find(word(i)), i + 1);
  });
  // 4 MB of roots, and again for the time of growing.
  assert.ok(grown < 10 * 2 ** 20, `${grown} octets`);
});
