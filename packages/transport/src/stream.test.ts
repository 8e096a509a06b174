/** TCP on real sockets: what clients do wrong, and what servers do. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';

import { IDLE_QUERY, timeOut, type ClientFailure, type ClientQuery } from './client-query.ts';
import type { TransportEvent } from './counters.ts';
import { frame, FrameSplitter } from './frame-splitter.ts';
import type { Inbound } from './inbound.ts';
import { TcpClient, type TcpClientOptions } from './tcp-client.ts';
import { openTcpListener, type TcpListenerOptions } from './tcp-listener.ts';
import { TimerWheel } from './timer-wheel.ts';

const loopback = SocketAddress.parse('127.0.0.1:0')!;
const message = (octet: number): Buffer => Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, octet]);
const echo = (inbound: Inbound): void => inbound.reply(inbound.message);

class Counts extends Map<TransportEvent, number> {
  readonly count = (event: TransportEvent): void => void this.set(event, this.of(event) + 1);
  of(event: TransportEvent): number {
    return this.get(event) ?? 0;
  }
}

/** A listener, and a client of it by hand. */
async function bed(options: Partial<TcpListenerOptions>, handler: (inbound: Inbound) => void) {
  const counts = new Counts();
  const listener = await openTcpListener({ address: loopback, count: counts.count, ...options }, handler);
  return { listener, counts, dial: () => new Dialled(listener.address.port) };
}

class Dialled {
  readonly socket: Socket;
  readonly answers: Buffer[] = [];
  readonly closed: Promise<unknown>;
  ended = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const splitter = new FrameSplitter();
    this.socket.on('data', (chunk: Buffer) => splitter.push(chunk, (answer) => this.answers.push(answer)));
    this.socket.on('error', () => {});
    this.socket.on('end', () => {
      this.ended = true;
      this.socket.end();
    });
    // Not `once`, which rejects on an error: a reset is one way of being closed.
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
  }

  ask(...octets: number[]): this {
    this.socket.write(Buffer.concat(octets.map((octet) => frame(message(octet)))));
    return this;
  }

  async answered(count: number): Promise<number[]> {
    const started = performance.now();
    while (this.answers.length < count) {
      assert.ok(performance.now() - started < 3000, `${this.answers.length} of ${count} answers`);
      await delay(2);
    }
    return this.answers.map((answer) => answer[12]!);
  }
}

test('a client that ends its side once it has asked still gets all its answers', async () => {
  const { listener, dial } = await bed({}, (inbound) => void setTimeout(() => inbound.reply(inbound.message), 30));
  await using _listener = listener;
  const client = dial().ask(1, 2, 3);
  client.socket.end();
  assert.deepEqual(await client.answered(3), [1, 2, 3]);
  await client.closed;
});

test('slow-loris: octets that drip do not hold a connection longer than readMs', async () => {
  const { listener, counts, dial } = await bed({ limits: { readMs: 100 } }, echo);
  await using _listener = listener;
  const client = dial();
  const drip = setInterval(() => client.socket.write(Buffer.of(0)), 10);
  client.socket.write(Buffer.of(0, 200));
  const started = performance.now();
  await client.closed;
  clearInterval(drip);
  assert.ok(performance.now() - started < 1000);
  assert.equal(counts.of('bad-frame'), 1);
  while (listener.connections > 0) await delay(2);
  assert.equal(counts.of('connection-closed'), 1);
});

test('half a frame behind a whole one has readMs of its own', async () => {
  const { listener, counts, dial } = await bed({ limits: { readMs: 80 } }, echo);
  await using _listener = listener;
  const client = dial().ask(1);
  client.socket.write(Buffer.of(0, 13, 0));
  await client.closed;
  assert.equal(client.answers.length, 1);
  assert.equal(counts.of('bad-frame'), 1);
});

test('an idle connection is closed, one that waits for its answer is not', { timeout: 5000 }, async () => {
  const held: Inbound[] = [];
  const { listener, counts, dial } = await bed({ limits: { idleMs: 60 } }, (inbound) => void held.push(inbound));
  await using _listener = listener;
  const idle = dial();
  const waiting = dial().ask(1);
  await idle.closed;
  assert.equal(counts.of('idle-timeout'), 1);
  await delay(100);
  held[0]!.reply(held[0]!.message);
  assert.deepEqual(await waiting.answered(1), [1]);
  await waiting.closed;
});

test('no answer: given up after answerMs; a connection lives durationMs at most', { timeout: 5000 }, async () => {
  const lost = await bed({ limits: { idleMs: 20, answerMs: 80 } }, () => {});
  await using _lost = lost.listener;
  await lost.dial().ask(1).closed;
  const short = await bed({ limits: { durationMs: 80 } }, echo);
  await using _short = short.listener;
  const client = short.dial();
  const busy = setInterval(() => client.ask(1), 10);
  await client.closed;
  clearInterval(busy);
  assert.ok(client.answers.length > 1);
});

test('in flight: reading pauses at the limit and goes on with each answer; 1 is one after the other', async () => {
  const held: Inbound[] = [];
  const { listener, dial } = await bed({ limits: { inFlightMax: 1 } }, (inbound) => void held.push(inbound));
  await using _listener = listener;
  const client = dial();
  await once(client.socket, 'connect');
  for (let octet = 1; octet <= 3; octet += 1) {
    client.ask(octet);
    await delay(15);
  }
  assert.equal(held.length, 1);
  for (let at = 0; at < 3; at += 1) {
    held[at]!.reply(held[at]!.message);
    await client.answered(at + 1);
    await delay(10);
  }
  assert.deepEqual(await client.answered(3), [1, 2, 3]);
  client.socket.destroy();
});

test('queriesMax: the connection ends with the last answer', async () => {
  const { listener, dial } = await bed({ limits: { queriesMax: 2 } }, echo);
  await using _listener = listener;
  const client = dial().ask(1, 2, 3);
  await client.closed;
  assert.deepEqual(await client.answered(2), [1, 2]);
  assert.ok(client.ended, 'an orderly end, not a reset');
});

test('a client that asks and does not read is cut off, and costs at most its queue', async () => {
  const big = Buffer.alloc(60_000);
  const { listener, counts, dial } = await bed({ limits: { writeQueueOctets: 200_000 } }, (inbound) =>
    inbound.reply(big),
  );
  await using _listener = listener;
  const client = dial();
  client.socket.pause();
  const asking = setInterval(() => client.ask(...Array.from({ length: 50 }, () => 1)), 5);
  const started = performance.now();
  while (counts.of('reply-dropped') === 0 && performance.now() - started < 3000) await delay(10);
  clearInterval(asking);
  assert.ok(counts.of('reply-dropped') > 0);
  client.socket.destroy();
  await client.closed;
});

test('one client has connectionsPerClientMax connections', async () => {
  const { listener, counts, dial } = await bed({ connectionsPerClientMax: 2 }, echo);
  await using _listener = listener;
  const kept = [dial().ask(1), dial().ask(2)];
  await Promise.all(kept.map((client) => client.answered(1)));
  const third = dial().ask(3);
  await third.closed;
  assert.equal(third.answers.length, 0);
  assert.equal(counts.of('connection-refused'), 1);
  kept[0]!.socket.destroy();
  await kept[0]!.closed;
  await delay(20);
  const fourth = dial().ask(4);
  assert.deepEqual(await fourth.answered(1), [4]);
  for (const client of [kept[1]!, fourth]) client.socket.destroy();
});

test('over connectionsMax the longest idle connection makes room', async () => {
  const { listener, counts, dial } = await bed({ connectionsMax: 2 }, echo);
  await using _listener = listener;
  const first = dial().ask(1);
  await first.answered(1);
  const second = dial().ask(2);
  await second.answered(1);
  const third = dial().ask(3);
  assert.deepEqual(await third.answered(1), [3]);
  await first.closed;
  assert.equal(listener.connections, 2);
  assert.equal(counts.of('connection-refused'), 0);
  for (const client of [second, third]) client.socket.destroy();
});

test('an answer of many messages waits for the reader, and learns when it has gone', async () => {
  const big = Buffer.alloc(50_000, 7);
  let sent = 0;
  const outcome = Promise.withResolvers<boolean>();
  const { listener, dial } = await bed({ limits: { writeQueueOctets: 400_000 } }, (inbound) => {
    void (async () => {
      for (let i = 0; i < 400; i += 1) {
        if (!(await inbound.part!(big))) return outcome.resolve(false);
        sent += 1;
      }
      inbound.reply(message(9));
      return outcome.resolve(true);
    })();
  });
  await using _listener = listener;
  const reader = dial().ask(1);
  reader.socket.pause();
  await delay(50);
  assert.ok(sent < 300, `${sent} messages without a reader`);
  reader.socket.resume();
  assert.equal(await outcome.promise, true);
  await reader.answered(401);
  assert.equal(reader.answers.at(-1)![12], 9);
  reader.socket.destroy();
});

test('a part for a peer that has gone is false', async () => {
  const gone = Promise.withResolvers<boolean>();
  const { listener, dial } = await bed({}, (inbound) => {
    void (async () => {
      while (await inbound.part!(Buffer.alloc(10_000))) await delay(1);
      gone.resolve(true);
    })();
  });
  await using _listener = listener;
  const client = dial().ask(1);
  await delay(20);
  client.socket.destroy();
  assert.ok(await gone.promise);
});

test('a second answer, and one after drop, does nothing', async () => {
  const { listener, dial } = await bed({}, (inbound) => {
    if (inbound.message[12] === 1) inbound.drop();
    inbound.reply(inbound.message);
    inbound.reply(inbound.message);
  });
  await using _listener = listener;
  const client = dial().ask(1, 2);
  await client.answered(1);
  await delay(20);
  assert.deepEqual(await client.answered(1), [2]);
  client.socket.destroy();
});

type Outcome = { response: number } | { failure: ClientFailure };
function query(octet: number, more = 0): ClientQuery & { outcome: Promise<Outcome>; messages: number } {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  return {
    ...IDLE_QUERY,
    outcome: promise,
    messages: 0,
    accepts: (response) => response[12] === octet,
    expectsMore(): boolean {
      return this.messages < more;
    },
    onResponse(response) {
      this.messages += 1;
      if (this.messages > more) resolve({ response: response[12]! });
    },
    onFailure: (failure) => resolve({ failure }),
    onDeadline(nowMs) {
      timeOut(this, nowMs);
    },
  };
}
const soon = (ms = 1000): number => performance.now() + ms;
const randomId = (): number => Math.floor(Math.random() * 65_536);

function clientOf(port: number, wheel: TimerWheel, more: Partial<TcpClientOptions> = {}): TcpClient {
  return new TcpClient({ server: SocketAddress.parse(`127.0.0.1:${port}`)!, wheel, randomId, ...more });
}

test('client: a second connection is opened when the first is full, none over the limit', async () => {
  using wheel = new TimerWheel();
  const held: Inbound[] = [];
  const { listener } = await bed({}, (inbound) => void held.push(inbound));
  await using _listener = listener;
  using client = clientOf(listener.address.port, wheel, { pipelineMax: 2, connectionsMax: 2 });
  const asked = [1, 2, 3, 4].map((octet) => query(octet));
  for (const [at, each] of asked.entries()) assert.ok(client.send(each, message(at + 1), soon()));
  assert.equal(client.connections.size, 2);
  assert.equal(client.inFlight, 4);
  assert.equal(client.send(query(5), message(5), soon()), false);
  while (held.length < 4) await delay(2);
  for (const each of held) each.reply(each.message);
  assert.deepEqual(
    await Promise.all(asked.map((each) => each.outcome)),
    [1, 2, 3, 4].map((response) => ({ response })),
  );
});

test('client: queriesMax leaves a connection to its last answers', async () => {
  using wheel = new TimerWheel();
  const ports = new Set<number>();
  const { listener } = await bed({}, (inbound) => {
    ports.add(inbound.peer.port);
    inbound.reply(inbound.message);
  });
  await using _listener = listener;
  using client = clientOf(listener.address.port, wheel, { queriesMax: 1 });
  for (const octet of [1, 2]) {
    const asked = query(octet);
    client.send(asked, message(octet), soon());
    assert.deepEqual(await asked.outcome, { response: octet });
  }
  assert.equal(ports.size, 2);
  assert.equal(client.connections.size, 0);
});

test('client: an answer of several messages comes to one query (RFC 5936 §2.2)', async () => {
  using wheel = new TimerWheel();
  const { listener } = await bed({}, (inbound) => {
    void inbound.part!(inbound.message);
    void inbound.part!(inbound.message);
    inbound.reply(inbound.message);
  });
  await using _listener = listener;
  using client = clientOf(listener.address.port, wheel);
  const asked = query(1, 2);
  client.send(asked, message(1), soon());
  assert.deepEqual(await asked.outcome, { response: 1 });
  assert.equal(asked.messages, 3);
  assert.equal(client.inFlight, 0);
});

test('client: a server that says nothing costs each query its deadline, and then the connection', async () => {
  using wheel = new TimerWheel();
  const silent = createServer((socket) => void socket.on('error', () => {}));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const counts = new Counts();
  using client = clientOf((silent.address() as AddressInfo).port, wheel, { idleMs: 60, count: counts.count });
  const first = query(1);
  client.send(first, message(1), soon(100));
  const second = query(2);
  client.send(second, message(2), soon(5000));
  assert.deepEqual(await first.outcome, { failure: 'timeout' });
  assert.deepEqual(await second.outcome, { failure: 'network' }, 'nothing came for longer than idleMs');
  assert.equal(client.connections.size, 0);
  assert.equal(counts.of('idle-timeout'), 1);
  silent.close();
});

test('client: refused, and a server that resets', async () => {
  using wheel = new TimerWheel();
  const rude = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.resetAndDestroy());
  });
  rude.listen(0, '127.0.0.1');
  await once(rude, 'listening');
  const { port } = rude.address() as AddressInfo;
  using client = clientOf(port, wheel);
  const reset = query(1);
  client.send(reset, message(1), soon());
  assert.deepEqual(await reset.outcome, { failure: 'network' });
  rude.close();
  await once(rude, 'close');
  const refused = query(1);
  client.send(refused, message(1), soon());
  assert.deepEqual(await refused.outcome, { failure: 'refused' });
});

test('client: a response with another ID or to another question leaves the query waiting', async () => {
  using wheel = new TimerWheel();
  const counts = new Counts();
  const { listener } = await bed({}, (inbound) => {
    const wrongId = Buffer.from(inbound.message);
    wrongId[0]! ^= 1;
    const wrongQuestion = Buffer.from(inbound.message);
    wrongQuestion[12] = 99;
    void inbound.part!(wrongId);
    void inbound.part!(wrongQuestion);
    inbound.reply(inbound.message);
  });
  await using _listener = listener;
  using client = clientOf(listener.address.port, wheel, { count: counts.count });
  const asked = query(1);
  client.send(asked, message(1), soon());
  assert.deepEqual(await asked.outcome, { response: 1 });
  assert.equal(counts.of('stray-response'), 2);
});
