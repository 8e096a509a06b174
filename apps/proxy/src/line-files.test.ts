import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { LineFiles } from './line-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'span53-lines-'));
after(() => rmSync(folder, { recursive: true }));

test('lines go to their file: emptied at open, or kept; two actions share it', async () => {
  const [fresh, kept] = ['fresh', 'kept'].map((name) => path.join(folder, name));
  for (const file of [fresh!, kept!]) writeFileSync(file, 'old\n');
  {
    await using files = new LineFiles(assert.fail);
    files.sink({ fileName: fresh!, append: false }, false)!('one');
    files.sink({ fileName: fresh!, append: false }, true)!('two');
    files.sink({ fileName: kept!, append: true }, false)!('three');
  }
  assert.deepEqual(
    [fresh!, kept!].map((file) => readFileSync(file, 'utf8')),
    ['one\ntwo\n', 'old\nthree\n'],
  );
});

test('without a file lines go to the log, or nowhere; a file that cannot be opened is told once', async () => {
  const log: string[] = [];
  await using files = new LineFiles((line) => void log.push(line));
  assert.equal(files.sink(undefined, true), undefined);
  files.sink(undefined, false)!('line');
  const sink = files.sink({ fileName: path.join(folder, 'none', 'x'), append: false }, false)!;
  sink('lost');
  await new Promise((resolve) => setTimeout(resolve, 50));
  sink('lost too');
  assert.equal(log[0], 'line');
  assert.equal(log.length, 2);
  assert.match(log[1]!, /cannot write to .*none/);
});
