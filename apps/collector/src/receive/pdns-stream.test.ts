import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodePdnsTrace } from '@span53/export';
import { chainTrace } from '../fixtures/chain.ts';
import { listen } from '../listen.ts';
import type { SpanRecord } from '../model/span.ts';
import { encodeTraces } from './otlp-encode.ts';
import { newPdnsCounters, pdnsServer } from './pdns-stream.ts';
import { SocketAddress } from '@span53/dns/inet';

const received: SpanRecord[] = [];
const state = { room: true };
const counters = newPdnsCounters();
const server = pdnsServer(
  {
    prefixOctets: 2,
    frameMax: 60_000,
    idleMs: 300,
    ingest: (spans) => {
      if (state.room) received.push(...spans);
      return state.room;
    },
  },
  counters,
);
await listen(server, SocketAddress.parse('127.0.0.1:0')!);
const { port } = server.address() as AddressInfo;
after(() => {
  server.close();
  server.closeAll();
});

const spans = chainTrace();
const traceId = Buffer.from(spans[0]!.traceId, 'hex');
const message = encodePdnsTrace(traceId, encodeTraces(spans));
const framed = Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]);

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  return socket;
}

async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await once(socket, 'close');
}

test('spans of a trace-only message arrive, from several messages on one connection', async () => {
  const socket = await open();
  socket.write(framed.subarray(0, 1000));
  await sleep(20);
  socket.write(framed.subarray(1000));
  socket.end(framed);
  await closed(socket);
  assert.equal(received.length, 2 * spans.length);
  assert.deepEqual(new Set(received.slice(0, spans.length)), new Set(spans));
  assert.deepEqual([counters.messages, counters.withSpans, counters.broken], [2, 2, 0]);
});

test('a malformed message costs itself, not the connection', async () => {
  const before = { ...counters };
  received.length = 0;
  const socket = await open();
  socket.end(Buffer.concat([Buffer.from([0, 2, 0x08, 0x80]), framed]));
  await closed(socket);
  assert.equal(counters.malformed, before.malformed + 1);
  assert.equal(received.length, spans.length);
});

test('a length beyond the maximum closes the connection and is counted', async () => {
  const before = counters.broken;
  const socket = await open();
  socket.write(Buffer.from([0xff, 0xff, 1]));
  await closed(socket);
  assert.equal(counters.broken, before + 1);
});

test('a connection cut within a message is counted', async () => {
  const before = counters.broken;
  const socket = await open();
  socket.end(framed.subarray(0, 50));
  await closed(socket);
  await sleep(20);
  assert.equal(counters.broken, before + 1);
});

test('a silent peer is disconnected', async () => {
  const socket = await open();
  socket.write(framed.subarray(0, 5));
  await closed(socket);
  assert.ok(socket.closed);
});

test('spans that find the queue full are counted', async () => {
  await sleep(20);
  state.room = false;
  const socket = await open();
  socket.end(framed);
  await closed(socket);
  await sleep(20);
  state.room = true;
  assert.equal(counters.droppedSpans, spans.length);
});
