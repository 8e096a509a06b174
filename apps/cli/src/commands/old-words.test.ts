import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from './index.ts';
import { replaceOldWord } from './old-words.ts';

const cases: [words: string[], expected: string[]][] = [
  [
    ['create-zone', 'example.', 'ns.example.'],
    ['zone', 'create', 'example.', 'ns.example.'],
  ],
  [
    ['load-zone', 'example.', 'file'],
    ['zone', 'load', 'example.', 'file'],
  ],
  [['list-all-zones'], ['zone', 'list']],
  [
    ['list-zone', 'example.'],
    ['zone', 'list', 'example.'],
  ],
  [
    ['check-zone', 'example.'],
    ['zone', 'check', 'example.'],
  ],
  [
    ['delete-zone', 'example.'],
    ['zone', 'delete', 'example.'],
  ],
  [
    ['zone', 'create-zone'],
    ['zone', 'create-zone'],
  ],
  [['toString'], ['toString']],
  [[], []],
];
for (const [words, expected] of cases) {
  test(`span53 ${words.join(' ')} is span53 ${expected.join(' ')}`, () => {
    assert.deepEqual(replaceOldWord(words), expected);
  });
}

test('every old word leads to a command that is there', () => {
  for (const [words] of cases) {
    const [name] = replaceOldWord(words);
    if (words[0]?.includes('-') === true) assert.ok(commands.some((entry) => entry.name === name));
  }
});
