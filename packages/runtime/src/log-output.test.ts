import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { LogOutput } from './log-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'span53-log-'));
after(() => rmSync(folder, { recursive: true }));

/** A pipe with a name: who reads it, and when, is the test's business. */
function pipe(name: string): string {
  const file = path.join(folder, name);
  assert.equal(spawnSync('mkfifo', [file]).status, 0);
  return file;
}

const line = (i: number): string => `${String(i).padStart(99, '.')}\n`;

test('lines go out whole and in order, also while others are on their way', async () => {
  const file = path.join(folder, 'plain');
  const fd = openSync(file, 'w');
  const output = new LogOutput(fd);
  let expected = '';
  for (let round = 0; round < 20; round += 1) {
    for (let i = 0; i < 50; i += 1) {
      output.write(line(i));
      expected += line(i);
    }
    if (round % 3 === 0) await delay(1);
  }
  await output.flush(5000);
  closeSync(fd);
  assert.equal(readFileSync(file, 'utf8'), expected);
  assert.equal(output.dropped, 0);
});

for (const [what, mode] of [
  ['blocking', 0],
  ['non-blocking', constants.O_NONBLOCK],
] as const) {
  test(`a reader that has stopped (${what} pipe): nobody waits, memory is bounded, it goes on later`, async () => {
    const file = pipe(what);
    const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const fd = openSync(file, constants.O_WRONLY | mode);
    const output = new LogOutput(fd, 200_000);
    let counted = 0;
    output.onDrop = () => (counted += 1);
    for (let i = 0; i < 5000; i += 1) output.write(line(i));
    await delay(20); // the pipe is full now, the event loop is free
    assert.equal(output.dropped, 3000);
    assert.equal(counted, 3000);
    await output.flush(20); // gives up
    let got = '';
    const buffer = Buffer.alloc(65_536);
    while (got.length < 200_000) {
      try {
        got += buffer.toString('latin1', 0, readSync(reader, buffer));
      } catch {
        await delay(5); // empty
      }
    }
    await output.flush(5000);
    assert.equal(got, Array.from({ length: 2000 }, (_, i) => line(i)).join(''));
    output.write(line(7));
    await output.flush(5000);
    assert.equal(buffer.toString('latin1', 0, readSync(reader, buffer)), line(7));
    closeSync(fd);
    closeSync(reader);
  });
}

test('the reader is gone: every line is counted as lost, and flush ends', async () => {
  const file = pipe('gone');
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const fd = openSync(file, 'w');
  closeSync(reader);
  const output = new LogOutput(fd);
  for (let i = 0; i < 3; i += 1) output.write(line(i));
  await output.flush(5000);
  assert.equal(output.dropped, 3);
  output.write(line(3));
  assert.equal(output.dropped, 4);
  await output.flush(5000);
  closeSync(fd);
});
