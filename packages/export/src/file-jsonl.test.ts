import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { exporterContext, plainSpans, testTracer } from '@span53/testkit';
import { tracesFromJson } from '@span53/tracing';
import { FileJsonl } from './file-jsonl.ts';

function trace(): Uint8Array {
  const rig = testTracer();
  rig.tracer.start('dns.server.query', { nowMs: 1000 })!.finish();
  return rig.kept[0]!;
}

async function folder(): Promise<AsyncDisposable & { file: string }> {
  const name = await mkdtemp(path.join(tmpdir(), 'span53-jsonl-'));
  return { file: path.join(name, 'traces.jsonl'), [Symbol.asyncDispose]: () => rm(name, { recursive: true }) };
}

test('one TracesData object per line, appended', async () => {
  await using place = await folder();
  const context = exporterContext();
  await using file = new FileJsonl({ path: place.file, fileBytesMax: 1e6, queueBytesMax: 1e6 }, context);
  for (let i = 0; i < 2; i++) {
    file.offer(trace());
    await file.flush(1000);
  }
  const lines = (await readFile(place.file, 'utf8')).split('\n');
  assert.deepEqual([lines.length, lines[2]], [3, '']);
  for (const line of lines.slice(0, 2)) {
    assert.deepEqual(plainSpans(tracesFromJson(JSON.parse(line))!), plainSpans(trace()));
  }
  assert.deepEqual(context.counts, { queued: 2, sent: 2 });
});

test('a full file makes room for the next, and one before is kept', async () => {
  await using place = await folder();
  await using file = new FileJsonl({ path: place.file, fileBytesMax: 10, queueBytesMax: 1e6 }, exporterContext());
  for (let i = 0; i < 3; i++) {
    file.offer(trace());
    await file.flush(1000);
  }
  const [now, before] = await Promise.all([readFile(place.file, 'utf8'), readFile(`${place.file}.1`, 'utf8')]);
  assert.deepEqual([now.split('\n').length, before.split('\n').length], [2, 2]);
});

test('a path that cannot be written is counted and told once', async () => {
  await using place = await folder();
  const context = exporterContext();
  const options = { path: path.join(place.file, 'x', 'y'), fileBytesMax: 1e6, queueBytesMax: 1e6 };
  await using file = new FileJsonl(options, context);
  for (let i = 0; i < 2; i++) {
    file.offer(trace());
    await file.flush(1000);
  }
  assert.deepEqual(context.counts, { queued: 2, failed: 2 });
  assert.equal(context.warnings.length, 1);
});

test('the queue is bounded', async () => {
  await using place = await folder();
  const context = exporterContext();
  const options = { path: place.file, fileBytesMax: 1e6, queueBytesMax: trace().length };
  await using file = new FileJsonl(options, context);
  // The first is taken from the queue at once.
  assert.deepEqual([file.offer(trace()), file.offer(trace()), file.offer(trace())], [true, true, false]);
  assert.equal(context.counts.queue_full, 1);
});
