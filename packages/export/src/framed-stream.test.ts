import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { exporterContext, PdnsSink } from '@span53/testkit';
import { FramedStream, type FramedStreamOptions } from './framed-stream.ts';
import { encodePdnsMessage } from './pdns-message.ts';

const frame = (id: number, padding = 0) =>
  encodePdnsMessage({ type: 'query', id, deviceId: new Uint8Array(padding).fill(9) });

function open(address: string, settings: Partial<FramedStreamOptions> = {}) {
  const context = exporterContext();
  const options = {
    prefix: 2,
    queueBytesMax: 100_000,
    connectTimeoutMs: 500,
    reconnectWaitMs: 50,
    stalledWriteMs: 300,
  };
  const stream = new FramedStream(
    { ...options, address: SocketAddress.parse(address)!, ...settings } as FramedStreamOptions,
    context,
  );
  return { stream, context, [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose]() };
}

const ids = (sink: PdnsSink) => sink.messages.map(({ id }) => id);

for (const prefix of [2, 4] as const) {
  test(`frames behind a length of ${prefix} octets, in order`, async () => {
    await using sink = await PdnsSink.open(prefix);
    await using rig = open(sink.address, { prefix });
    for (let id = 0; id < 50; id++) assert.equal(rig.stream.offer(frame(id, id * 10)), true);
    await sink.until(({ messages }) => messages.length === 50);
    assert.deepEqual(
      ids(sink),
      Array.from({ length: 50 }, (_, i) => i),
    );
    await rig.stream.flush(1000);
    assert.deepEqual([rig.context.counts, sink.connections], [{ queued: 50, sent: 50 }, 1]);
  });
}

test('what a length of 2 octets cannot tell is dropped; 4 octets can', async () => {
  await using sink = await PdnsSink.open(4);
  await using two = open(sink.address);
  assert.equal(two.stream.offer(frame(1, 65_536)), false);
  assert.deepEqual(two.context.counts, { too_large: 1 });
  await using four = open(sink.address, { prefix: 4 });
  assert.equal(four.stream.offer(frame(1, 65_536)), true);
  await sink.until(({ messages }) => messages.length === 1);
});

test('frames wait for a collector that comes later; above the limit the newest are dropped', async () => {
  const taken = await PdnsSink.open();
  const { address, port } = taken;
  await taken[Symbol.asyncDispose]();
  const size = frame(1).length;
  await using rig = open(address, { queueBytesMax: 3 * size });
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((id) => rig.stream.offer(frame(id))),
    [true, true, true, false, false],
  );
  await using sink = await PdnsSink.open(2, port);
  await sink.until(({ messages }) => messages.length === 3);
  assert.deepEqual(ids(sink), [1, 2, 3]);
  assert.deepEqual(rig.context.counts.queue_full, 2);
  assert.equal(rig.context.warnings.length, 1, 'one warning, not one per attempt');
});

test('a broken connection is opened again', async () => {
  await using sink = await PdnsSink.open();
  await using rig = open(sink.address);
  rig.stream.offer(frame(1));
  await sink.until(({ messages }) => messages.length === 1);
  sink.dropConnections();
  await sink.until(({ connections }) => connections === 2);
  rig.stream.offer(frame(2));
  await sink.until(({ messages }) => messages.length === 2);
  assert.deepEqual(ids(sink), [1, 2]);
  assert.match(rig.context.warnings[0]!, /protobuf collector 127\.0\.0\.1/);
});

test('a write without progress ends the connection and forgets the queue', async () => {
  await using sink = await PdnsSink.open(4);
  await using rig = open(sink.address, { prefix: 4, queueBytesMax: 30_000_000 });
  await sink.until(({ connections }) => connections === 1);
  sink.pause();
  let offered = 0;
  while (rig.stream.offer(frame(1, 500_000))) offered++;
  await sink.until(({ connections }) => connections === 2, 5000);
  const { sent = 0, connection_lost: lost = 0, queued, queue_full: full } = rig.context.counts;
  assert.deepEqual([queued, full, sent + lost], [offered, 1, offered]);
  assert.ok(lost > 0);
  assert.match(rig.context.warnings[0]!, /write stalled/);
});

test('closing without flush counts what is left; nobody waits for a dead collector', async () => {
  const taken = await PdnsSink.open();
  const { address } = taken;
  await taken[Symbol.asyncDispose]();
  const rig = open(address);
  rig.stream.offer(frame(1));
  const begin = performance.now();
  await rig.stream.flush(100);
  await rig.stream[Symbol.asyncDispose]();
  assert.ok(performance.now() - begin < 1000);
  assert.deepEqual(rig.context.counts, { queued: 1, deadline: 1 });
});
