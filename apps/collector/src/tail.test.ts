import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chainTrace } from './fixtures/chain.ts';
import { dnsFacts } from './model/facts.ts';
import { summarise } from './model/summary.ts';
import { Tail } from './tail.ts';

const spans = chainTrace();
const summary = summarise(
  'ab'.repeat(16),
  spans.map((span) => ({ ...span, ...dnsFacts(span) })),
);
const options = { clientsMax: 2, bufferMax: 4, heartbeatMs: 60_000 };

async function read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  return Buffer.from((await reader.read()).value ?? new Uint8Array()).toString();
}

test('each changed trace is an event to every client', async () => {
  using tail = new Tail(options);
  const readers = [tail.connect()!.getReader(), tail.connect()!.getReader()];
  for (const reader of readers) assert.match(await read(reader), /^retry: /);
  tail.publish([summary]);
  for (const reader of readers) {
    const text = await read(reader);
    assert.match(text, /^event: trace\ndata: \{.*\}\n\n$/);
    assert.equal((JSON.parse(text.split('data: ')[1]!) as { question: string }).question, 'www.shop.test.');
  }
});

test('more clients than allowed are refused; one that leaves makes room', async () => {
  using tail = new Tail(options);
  const first = tail.connect()!;
  tail.connect();
  assert.equal(tail.connect(), undefined);
  await first.cancel();
  assert.equal(tail.clients, 1);
  assert.notEqual(tail.connect(), undefined);
  assert.equal(tail.counters.refused, 1);
});

test('a client that does not read gets a bounded number of events, and is told how many it missed', async () => {
  using tail = new Tail(options);
  const reader = tail.connect()!.getReader();
  for (let count = 0; count < 100; count++) tail.publish([summary]);
  assert.equal(tail.counters.dropped, 97);
  for (let count = 0; count < 4; count++) await read(reader);
  tail.publish([summary]);
  assert.equal(await read(reader), 'event: dropped\ndata: 97\n\n');
});

test('a quiet stream is kept open by comments', async () => {
  using tail = new Tail({ ...options, heartbeatMs: 10 });
  const reader = tail.connect()!.getReader();
  await read(reader);
  await sleep(25);
  assert.equal(await read(reader), ': still here\n\n');
});

test('the end of the collector ends the streams', async () => {
  const tail = new Tail(options);
  const reader = tail.connect()!.getReader();
  tail[Symbol.dispose]();
  await read(reader);
  assert.equal((await reader.read()).done, true);
});
