import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { close, listen } from './listen.ts';

const any = SocketAddress.parse('127.0.0.1:0')!;
const nothing = (): void => undefined;

test('port 0 is told as what it became', async () => {
  const server = createServer();
  const bound = await listen(server, any);
  assert.ok(bound.port > 0);
  assert.equal(String(bound), `127.0.0.1:${bound.port}`);
  await close(server, nothing);
});

test('an address of another process is refused, not shared', async () => {
  const code = `const s = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', reusePort: true },
    () => console.log(s.address().port))`;
  const other = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(other.stdout, 'data')) as [Buffer];
  const taken = SocketAddress.parse(`127.0.0.1:${line.toString().trim()}`)!;
  await assert.rejects(
    listen(createServer(), taken),
    /^Error: cannot listen on tcp 127\.0\.0\.1:\d+: the address is in use$/,
  );
  other.kill();
  await once(other, 'exit');
});

test(
  'a reload opens the address again while the old server still has it',
  { skip: process.platform !== 'linux' && 'reusePort is tried on Linux only' },
  async () => {
    const probe = createServer();
    const { port } = await listen(probe, any);
    await close(probe, nothing);
    const address = SocketAddress.parse(`127.0.0.1:${port}`)!;
    const [first, second] = [createServer(), createServer()];
    await listen(first, address);
    await listen(second, address);
    await close(first, nothing);
    await close(second, nothing);
  },
);
