/** The limit of queries worked on at a time, when many come in one segment. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';

import { frame, FrameSplitter } from './frame-splitter.ts';
import type { Inbound, InboundHandler } from './inbound.ts';
import { openTcpListener } from './tcp-listener.ts';

const QUERIES = 200;
const burst = Buffer.concat(Array.from({ length: QUERIES }, (_, n) => frame(Buffer.alloc(13, n))));

/** Sends all queries at once and ends its side; gives the last octets of the answers when the server has ended too. */
async function askAll(handler: InboundHandler, inFlightMax: number): Promise<number[]> {
  const address = SocketAddress.parse('127.0.0.1:0')!;
  await using listener = await openTcpListener({ address, limits: { inFlightMax } }, handler);
  const socket = connect({ port: listener.address.port, host: '127.0.0.1', allowHalfOpen: true });
  const answers: number[] = [];
  const splitter = new FrameSplitter();
  socket.on('data', (chunk: Buffer) => splitter.push(chunk, (answer) => answers.push(answer[12]!)));
  socket.end(burst);
  await once(socket, 'end', { signal: AbortSignal.timeout(5000) });
  return answers;
}

for (const inFlightMax of [1, 7]) {
  test(`one segment of ${QUERIES} queries: at most ${inFlightMax} at a time, and all are answered`, async () => {
    const held: Inbound[] = [];
    let most = 0;
    const answers = await askAll((inbound) => {
      most = Math.max(most, held.push(inbound));
      setTimeout(() => {
        const first = held.shift()!;
        first.reply(first.message);
      }, 1);
    }, inFlightMax);
    assert.equal(most, inFlightMax);
    assert.deepEqual(
      answers,
      Array.from({ length: QUERIES }, (_, n) => n),
    );
  });
}

test('queries that are answered at once are never too many', async () => {
  assert.equal((await askAll((inbound) => inbound.reply(inbound.message), 1)).length, QUERIES);
});

test('half a query behind the limit is not read yet, so its time has not begun', async () => {
  const address = SocketAddress.parse('127.0.0.1:0')!;
  const limits = { inFlightMax: 1, readMs: 40 };
  await using listener = await openTcpListener({ address, limits }, (inbound) => {
    setTimeout(() => inbound.reply(inbound.message), 200);
  });
  const socket = connect({ port: listener.address.port, host: '127.0.0.1', allowHalfOpen: true });
  const splitter = new FrameSplitter();
  let answers = 0;
  socket.on('data', (chunk: Buffer) => {
    splitter.push(chunk, () => (answers += 1));
    if (answers === 1) socket.end(burst.subarray(16, 30));
  });
  socket.write(burst.subarray(0, 16));
  await once(socket, 'end', { signal: AbortSignal.timeout(5000) });
  assert.equal(answers, 2);
});
