import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';

import { SocketAddress } from '@span53/dns/inet';

import { IDLE_QUERY, timeOut, type ClientFailure, type ClientQuery } from './client-query.ts';
import { frame } from './frame-splitter.ts';
import { FreshPortSender } from './fresh-port.ts';
import type { Inbound } from './inbound.ts';
import { TcpClient } from './tcp-client.ts';
import { openTcpListener } from './tcp-listener.ts';
import { TimerWheel } from './timer-wheel.ts';
import { openUdpClient } from './udp-client.ts';
import { openUdpListener } from './udp-listener.ts';

const loopback = SocketAddress.parse('127.0.0.1:0')!;
const question = (byte: number): Buffer => Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, byte]);
const echo = (inbound: Inbound): void => inbound.reply(inbound.message);
const randomId = (): number => Math.floor(Math.random() * 65_536);

type Outcome = { response: Buffer } | { failure: ClientFailure };

/** A query whose outcome is a promise; it accepts what has its own last octet. */
function query(byte: number): ClientQuery & { outcome: Promise<Outcome> } {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  return {
    ...IDLE_QUERY,
    outcome: promise,
    accepts: (message) => message[12] === byte,
    onResponse: (response) => resolve({ response }),
    onFailure: (failure) => resolve({ failure }),
    onDeadline(nowMs) {
      timeOut(this, nowMs);
    },
  };
}

test('UDP: a query goes out with a random ID and its echo comes back', async () => {
  using wheel = new TimerWheel();
  await using listener = await openUdpListener({ address: loopback }, echo);
  using client = await openUdpClient({ server: listener.address, wheel, randomId });
  const asked = query(7);
  assert.ok(client.send(asked, question(7), performance.now() + 1000));
  const outcome = await asked.outcome;
  assert.ok('response' in outcome);
  assert.equal(outcome.response.readUInt16BE(0), asked.wireId);
  assert.equal(client.inFlight, 0);
});

test('UDP: two listeners share a port with reusePort', async () => {
  await using first = await openUdpListener({ address: loopback, reusePort: true }, echo);
  await using second = await openUdpListener({ address: first.address, reusePort: true }, echo);
  assert.equal(first.address.port, second.address.port);
  await assert.rejects(openUdpListener({ address: first.address }, echo), { code: 'EADDRINUSE' });
});

test('UDP: a response that does not answer the question leaves the query waiting, then it times out', async () => {
  using wheel = new TimerWheel();
  const events: string[] = [];
  await using listener = await openUdpListener({ address: loopback }, (inbound) => {
    const other = Buffer.from(inbound.message);
    other[12] = 99;
    inbound.reply(other);
  });
  using client = await openUdpClient({
    server: listener.address,
    wheel,
    randomId,
    count: (event) => events.push(event),
  });
  const asked = query(1);
  client.send(asked, question(1), performance.now() + 60);
  assert.deepEqual(await asked.outcome, { failure: 'timeout' });
  assert.ok(events.includes('stray-response'));
  assert.equal(wheel.size, 0);
});

test('UDP: a port where nobody listens fails at once with refused', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const server = SocketAddress.parse(`127.0.0.1:${socket.address().port}`)!;
  socket.close();
  using wheel = new TimerWheel();
  using client = await openUdpClient({ server, wheel, randomId });
  const asked = query(1);
  client.send(asked, question(1), performance.now() + 5000);
  assert.deepEqual(await asked.outcome, { failure: 'refused' });
});

test('fresh ports: each query has a source port of its own, and sockets are bounded', async () => {
  using wheel = new TimerWheel();
  const ports = new Set<number>();
  await using listener = await openUdpListener({ address: loopback }, (inbound) => {
    ports.add(inbound.peer.port);
    setTimeout(() => inbound.reply(inbound.message), 20);
  });
  using sender = new FreshPortSender({ wheel, randomId, socketsMax: 4 });
  const asked = [1, 2, 3, 4].map((byte) => query(byte));
  for (const [i, each] of asked.entries()) {
    assert.ok(sender.send(each, listener.address, question(i + 1), performance.now() + 1000));
  }
  assert.equal(sender.send(query(5), listener.address, question(5), performance.now() + 1000), false);
  for (const each of asked) assert.ok('response' in (await each.outcome));
  assert.equal(ports.size, 4);
  assert.equal(sender.inFlight, 0);
});

test('TCP: pipelined queries are answered out of order on one connection', async () => {
  using wheel = new TimerWheel();
  const peers = new Set<number>();
  await using listener = await openTcpListener({ address: loopback, drainMs: 1000 }, (inbound) => {
    peers.add(inbound.peer.port);
    setTimeout(() => inbound.reply(inbound.message), inbound.message[12] === 1 ? 40 : 0);
  });
  using client = new TcpClient({ server: listener.address, wheel, randomId });
  const order: number[] = [];
  const asked = [1, 2, 3].map((byte) => {
    const each = query(byte);
    client.send(each, question(byte), performance.now() + 1000);
    return each.outcome.then((outcome) => {
      assert.ok('response' in outcome);
      order.push(byte);
    });
  });
  await Promise.all(asked);
  assert.deepEqual(order, [2, 3, 1]);
  assert.equal(peers.size, 1);
});

test('TCP: a sender that drips half a frame loses its connection; the listener lives on', async () => {
  const events: string[] = [];
  await using listener = await openTcpListener(
    { address: loopback, limits: { readMs: 50, idleMs: 5000 }, count: (event) => events.push(event) },
    echo,
  );
  const socket = connect(listener.address.port, '127.0.0.1');
  socket.write(Buffer.from([0, 20, 1, 2]));
  await once(socket, 'close');
  assert.ok(events.includes('bad-frame'));
  const other = connect(listener.address.port, '127.0.0.1');
  other.write(Buffer.concat([Buffer.from([0, 13]), question(3)]));
  const [answer] = (await once(other, 'data')) as [Buffer];
  assert.equal(answer.length, 15);
  other.destroy();
});

test('TCP: connections over the limit are refused when none is idle', async () => {
  const held: Inbound[] = [];
  await using listener = await openTcpListener({ address: loopback, connectionsMax: 1 }, (inbound) =>
    held.push(inbound),
  );
  const first = connect(listener.address.port, '127.0.0.1');
  first.write(Buffer.concat([Buffer.from([0, 13]), question(1)]));
  while (held.length === 0) await delay(5);
  const second = connect(listener.address.port, '127.0.0.1');
  second.on('error', () => {});
  await once(second, 'close');
  held[0]!.reply(held[0]!.message);
  const [answer] = (await once(first, 'data')) as [Buffer];
  assert.equal(answer[14], 1);
  first.destroy();
});

test('TCP: draining answers what is in flight and then closes', async () => {
  const arrived = Promise.withResolvers<Inbound>();
  const listener = await openTcpListener({ address: loopback, drainMs: 1000 }, arrived.resolve);
  const socket = connect(listener.address.port, '127.0.0.1');
  socket.write(Buffer.concat([Buffer.from([0, 13]), question(9)]));

  const held = await arrived.promise;
  const closed = listener[Symbol.asyncDispose]();
  held.reply(held.message);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  assert.equal(answer[14], 9);
  await closed;
});

test('TCP: a server that goes away fails what is in flight with network', async () => {
  using wheel = new TimerWheel();
  const listener = await openTcpListener({ address: loopback }, () => {});
  using client = new TcpClient({ server: listener.address, wheel, randomId });
  const asked = query(1);
  client.send(asked, question(1), performance.now() + 5000);
  await delay(30);
  await listener[Symbol.asyncDispose]();
  assert.deepEqual(await asked.outcome, { failure: 'network' });
});

test('TCP: close ends the connection after the answers that are owed', async () => {
  const held: Inbound[] = [];
  await using listener = await openTcpListener({ address: loopback }, (inbound) => {
    if (inbound.message[12] === 2) inbound.close();
    else held.push(inbound);
  });
  const socket = connect(listener.address.port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.write(Buffer.concat([frame(question(1)), frame(question(2)), frame(question(3))]));
  while (held.length === 0) await delay(5);
  await delay(20);
  assert.equal(held.length, 1, 'nothing is taken behind the closing query');
  held[0]!.reply(held[0]!.message);
  await once(socket, 'end');
  assert.equal(Buffer.concat(received)[14], 1);
});
