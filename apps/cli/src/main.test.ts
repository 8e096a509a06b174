import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

test('who reads no further ends the command, without a word', async () => {
  const child = spawn(process.execPath, ['--conditions=@span53/source', main, '--help'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [said, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  assert.deepEqual([said, code, signal], ['', null, 'SIGTERM']);
});
