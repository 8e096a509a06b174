import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chainTrace } from './fixtures/chain.ts';
import { Ingest, type IngestOptions } from './ingest.ts';
import type { TraceSummary } from './model/summary.ts';
import { TraceStore } from './store/trace-store.ts';

const spans = chainTrace();
const { traceId } = spans[0]!;

function setUp(options: Partial<IngestOptions> = {}) {
  const store = TraceStore.open({ path: ':memory:', sizeMax: 1e9, ageMaxMs: 1000, spansPerTraceMax: 1000 });
  const traces: TraceSummary[] = [];
  const errors: Error[] = [];
  const clock = { nowMs: 0 };
  const ingest = new Ingest(store, {
    spansMax: 100,
    octetsMax: 1e6,
    delayMs: 5,
    nowMs: () => clock.nowMs,
    onTraces: (changed) => traces.push(...changed),
    onError: (error) => errors.push(error),
    ...options,
  });
  return { store, ingest, traces, errors, clock };
}

test('spans are written a moment later, and the changed traces are told', async () => {
  const { store, ingest, traces } = setUp();
  assert.equal(ingest.offer(spans, 1000), true);
  assert.equal(store.spans(traceId).length, 0);
  await sleep(30);
  assert.equal(store.spans(traceId).length, spans.length);
  assert.deepEqual(
    traces.map((trace) => trace.traceId),
    [traceId],
  );
  assert.equal(ingest.counters.queuedSpans, 0);
});

test('a flush writes at once; closing does too', () => {
  const { store, ingest } = setUp({ delayMs: 60_000 });
  ingest.offer(spans, 1000);
  ingest.flush();
  assert.equal(store.spans(traceId).length, spans.length);
  const later = chainTrace({ seed: 50 });
  ingest.offer(later, 1000);
  ingest[Symbol.dispose]();
  assert.equal(store.spans(later[0]!.traceId).length, later.length);
});

test('a full queue takes nothing of an offer: by spans', () => {
  const { ingest } = setUp({ delayMs: 60_000 });
  assert.equal(ingest.offer(spans, 1), true);
  assert.equal(ingest.offer(spans, 1), true);
  assert.equal(ingest.offer(spans, 1), false);
  assert.deepEqual([ingest.counters.queuedSpans, ingest.counters.refusals], [2 * spans.length, 1]);
  ingest.flush();
  assert.equal(ingest.offer(spans, 1), true);
  ingest[Symbol.dispose]();
});

test('a full queue takes nothing of an offer: by octets', () => {
  const { ingest } = setUp({ delayMs: 60_000, octetsMax: 1500 });
  assert.equal(ingest.offer(spans, 1000), true);
  assert.equal(ingest.offer(spans, 1000), false);
  ingest.flush();
  assert.equal(ingest.offer(spans, 1000), true);
  ingest[Symbol.dispose]();
});

test('when SQLite fails the batch is lost, counted and told; the collector goes on', () => {
  const { store, ingest, errors } = setUp();
  store.db.exec('ALTER TABLE spans RENAME TO gone');
  ingest.offer(spans, 1000);
  assert.doesNotThrow(() => ingest.flush());
  assert.equal(ingest.counters.storeErrors, 1);
  assert.equal(errors.length, 1);
  store.db.exec('ALTER TABLE gone RENAME TO spans');
  ingest.offer(spans, 1000);
  ingest.flush();
  assert.equal(store.spans(traceId).length, spans.length);
});

test('a quiet store ages: the sweep evicts', () => {
  const { store, ingest, clock } = setUp();
  ingest.offer(spans, 1000);
  ingest.flush();
  clock.nowMs = 1002;
  ingest.sweep();
  assert.equal(store.spans(traceId).length, 0);
  assert.equal(ingest.counters.evictedTraces, 1);
});
