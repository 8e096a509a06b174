/** Handing over a UDP port from one socket to the next without losing a query. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';

import { SocketAddress } from '@span53/dns/inet';

import type { Inbound } from './inbound.ts';
import { openUdpListener } from './udp-listener.ts';

const loopback = SocketAddress.parse('127.0.0.1:0')!;

/** Sends `count` queries from as many ports over `overMs`; resolves to those that got an answer. */
async function load(port: number, count: number, overMs: number): Promise<number> {
  let answered = 0;
  const sockets = Array.from({ length: count }, () => createSocket('udp4'));
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.on('message', () => (answered += 1));
    socket.send(Buffer.alloc(20), port, '127.0.0.1');
    await delay(overMs / count);
  }
  await delay(400);
  for (const socket of sockets) socket.close();
  return answered;
}

test('queries that come while a socket drains go to the one that shares its port', async () => {
  const slow = (inbound: Inbound): void => void setTimeout(() => inbound.reply(inbound.message), 100);
  const first = await openUdpListener({ address: loopback, reusePort: true, drainMs: 2000 }, slow);
  await using _second = await openUdpListener({ address: first.address, reusePort: true }, slow);
  const answered = load(first.address.port, 200, 400);
  await delay(100);
  await first[Symbol.asyncDispose]();
  assert.equal(await answered, 200);
});

test('a drained socket answers what it had, at once, and what the kernel had queued', async () => {
  const held: Inbound[] = [];
  const listener = await openUdpListener({ address: loopback, drainMs: 2000 }, (inbound) => void held.push(inbound));
  const client = createSocket('udp4');
  const answers: number[] = [];
  client.on('message', (message) => answers.push(message[0]!));
  client.on('error', () => {});
  client.send(Buffer.alloc(20, 1), listener.address.port, '127.0.0.1');
  while (held.length === 0) await delay(2);
  client.send(Buffer.alloc(20, 2), listener.address.port, '127.0.0.1');
  await delay(0);
  const closed = listener[Symbol.asyncDispose]();
  assert.equal(listener[Symbol.asyncDispose](), closed, 'disposing twice is disposing once');
  await delay(50);
  for (const inbound of held) inbound.reply(inbound.message);
  await closed;
  await delay(20);
  assert.deepEqual(answers, [1, 2]);
  client.close();
  held[0]!.reply(held[0]!.message);
});

test('the drain ends at its deadline', async () => {
  const listener = await openUdpListener({ address: loopback, drainMs: 80 }, () => {});
  const client = createSocket('udp4');
  client.send(Buffer.alloc(20), listener.address.port, '127.0.0.1');
  await delay(30);
  const started = performance.now();
  await listener[Symbol.asyncDispose]();
  assert.ok(performance.now() - started < 500);
  client.close();
});

test('IPv6: a socket of every interface drains too', async () => {
  const held: Inbound[] = [];
  const address = SocketAddress.parse('[::]:0')!;
  const listener = await openUdpListener({ address, drainMs: 1000 }, (inbound) => void held.push(inbound));
  const client = createSocket('udp6');
  client.send(Buffer.alloc(20, 5), listener.address.port, '::1');
  while (held.length === 0) await delay(2);
  assert.equal(held[0]!.peer.address.toString(), '::1');
  const closed = listener[Symbol.asyncDispose]();
  await delay(20);
  const answer = once(client, 'message');
  held[0]!.reply(held[0]!.message);
  assert.equal(((await answer) as [Buffer])[0][0], 5);
  await closed;
  client.close();
});
