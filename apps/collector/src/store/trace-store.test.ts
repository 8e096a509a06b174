import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import * as fc from 'fast-check';
import { chainTrace } from '../fixtures/chain.ts';
import type { SpanRecord } from '../model/span.ts';
import { parseFilter, type TraceFilter } from '../model/filter.ts';
import { findSummary, searchTraces } from './search.ts';
import { type StoreOptions, TraceStore } from './trace-store.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'span53-store-'));
after(() => rmSync(folder, { recursive: true }));

function open(options: Partial<StoreOptions> = {}): TraceStore {
  return TraceStore.open({ path: ':memory:', sizeMax: 1e9, ageMaxMs: 1e9, spansPerTraceMax: 1000, ...options });
}

const everything: TraceFilter = { words: [] };
const newest = (store: TraceStore, limit = 500) => searchTraces(store, everything, { limit, nowMs: 0 }).traces;
const textRows = (store: TraceStore): unknown => store.db.prepare('SELECT count(*) FROM spans_text').pluck().get();
const spanRows = (store: TraceStore): unknown => store.db.prepare('SELECT count(*) FROM spans').pluck().get();

test('a trace comes back as it went in', () => {
  using store = open();
  const spans = chainTrace({ trouble: true });
  const { stored, traces } = store.insert(spans, 1);
  assert.equal(stored, spans.length);
  assert.deepEqual(store.spans(spans[0]!.traceId), spans);
  assert.deepEqual(findSummary(store, spans[0]!.traceId), traces[0]);
  assert.deepEqual(store.spans('ff'.repeat(16)), []);
});

test('law: spans arrive in any order, in any batches, several times: the same trace, each span once', () => {
  const spans = chainTrace();
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...spans, ...spans], { minLength: 2 * spans.length }),
      fc.integer({ min: 1, max: 20 }),
      (order, size) => {
        using store = open();
        for (let at = 0; at < order.length; at += size) store.insert(order.slice(at, at + size), at);
        assert.deepEqual(new Set(store.spans(spans[0]!.traceId)), new Set(spans));
        assert.equal(spanRows(store), spans.length);
        assert.equal(textRows(store), spans.length);
        const summary = newest(store)[0]!;
        assert.equal(summary.spanCount, spans.length);
        assert.equal(summary.service, 'proxy');
      },
    ),
    { numRuns: 20 },
  );
});

test('duplicates are counted, and change nothing', () => {
  using store = open();
  const spans = chainTrace();
  store.insert(spans, 1);
  const again = store.insert(
    spans.map((span) => ({ ...span, name: 'changed' })),
    2,
  );
  assert.deepEqual([again.stored, again.duplicates, again.traces.length], [0, spans.length, 0]);
  assert.equal(store.spans(spans[0]!.traceId)[0]!.name, 'dns.server.query');
});

test('a span that had not ended is replaced when it comes again with its end, not the other way round', () => {
  using store = open();
  const [root] = chainTrace({ from: 'proxy' });
  const unfinished = { ...root!, ended: false, durationNs: 0 };
  store.insert([unfinished], 1);
  assert.equal(store.spans(root!.traceId)[0]!.ended, false);
  assert.equal(store.insert([root!], 2).stored, 1);
  assert.equal(store.insert([unfinished], 3).duplicates, 1);
  assert.deepEqual(store.spans(root!.traceId), [root]);
  assert.equal(newest(store)[0]!.durationNs, root!.durationNs);
  assert.equal(textRows(store), 1);
});

test('the same span ID from two services is two spans: dnsdist takes over the ID of its caller', () => {
  using store = open();
  const [root] = chainTrace({ from: 'proxy' });
  assert.equal(store.insert([root!, { ...root!, service: 'dnsdist' }], 1).stored, 2);
});

test('spans beyond the limit of a trace are dropped and counted', () => {
  using store = open({ spansPerTraceMax: 10 });
  const spans = chainTrace();
  const first = store.insert(spans, 1);
  assert.deepEqual([first.stored, first.overflow], [10, spans.length - 10]);
  assert.equal(store.insert(spans.slice(20), 2).overflow, spans.length - 20);
});

function manyTraces(from: number, count: number): readonly SpanRecord[] {
  const traces = Array.from({ length: count }, (_, index) =>
    chainTrace({ seed: (from + index) * 7, startNs: 1_767_225_600_000_000_000n + BigInt(from + index) * 1_000_000n }),
  );
  return traces.flat();
}

test('law: the store stays within its size, full to three quarters, and holds whole traces, the newest', () => {
  const sizeMax = 4_000_000;
  using store = open({ path: path.join(folder, 'size.db'), sizeMax });
  const whole = chainTrace().length;
  let evicted = 0;
  for (let turn = 0; turn < 60; turn++) {
    store.insert(manyTraces(turn * 15, 15), turn);
    evicted += store.evict(turn);
    assert.ok(store.sizeOctets <= sizeMax, `turn ${turn}: ${store.sizeOctets}`);
    if (evicted > 0) assert.ok(store.sizeOctets >= sizeMax * 0.75, `turn ${turn}: only ${store.sizeOctets}`);
  }
  const left = newest(store);
  assert.ok(evicted > 300, `${evicted}`);
  assert.equal(left.length + evicted, 900);
  assert.ok(left.every((trace) => trace.spanCount === whole && store.spans(trace.traceId).length === whole));
  assert.equal(left[0]!.traceId, chainTrace({ seed: 899 * 7 })[0]!.traceId);
  assert.equal(spanRows(store), left.length * whole);
  assert.equal(textRows(store), left.length * whole);
});

test('traces go when they are too old, by when they arrived', () => {
  using store = open({ ageMaxMs: 1000 });
  store.insert(manyTraces(0, 3), 0);
  store.insert(manyTraces(3, 3), 900);
  assert.equal(store.evict(1000), 0);
  assert.equal(store.evict(1500), 3);
  assert.equal(newest(store).length, 3);
  assert.equal(store.evict(1e6), 3);
  assert.equal(spanRows(store), 0);
});

test('a trace larger than the store goes as a whole and does not stop eviction', () => {
  using store = open({ path: path.join(folder, 'huge.db'), sizeMax: 600_000 });
  const [root] = chainTrace();
  const attributes = [['text', 'x'.repeat(3000)]] as const;
  const spans = Array.from({ length: 400 }, (_, index) => ({
    ...root!,
    spanId: (index + 1).toString(16).padStart(16, '0'),
    attributes,
  }));
  store.insert(spans, 1);
  assert.equal(store.evict(1), 1);
  assert.ok(store.sizeOctets <= 600_000);
});

test('a store is opened again with what it holds; another file is refused', () => {
  const file = path.join(folder, 'again.db');
  const spans = chainTrace();
  {
    using store = open({ path: file });
    store.insert(spans, 1);
  }
  using again = open({ path: file });
  assert.deepEqual(again.spans(spans[0]!.traceId), spans);
  const text = path.join(folder, 'text.db');
  writeFileSync(text, 'not a database, but long enough to look like one'.repeat(100));
  assert.throws(() => open({ path: text }), /text\.db: file is not a database/);
  assert.throws(() => open({ path: path.join(folder, 'absent', 'x.db') }), /x\.db: .*directory does not exist/);
  const other = path.join(folder, 'other.db');
  {
    using store = open({ path: other });
    store.db.pragma('user_version = 99');
    store.db.pragma('journal_mode = DELETE');
  }
  const before = readFileSync(other);
  assert.throws(() => open({ path: other }), /other\.db: not a trace store of this version/);
  assert.deepEqual(readFileSync(other), before);
});

interface SearchCase {
  readonly filter: string;
  readonly finds: readonly string[];
}
const searches: readonly SearchCase[] = [
  { filter: '', finds: ['bogus', 'nosuch', 'slow', 'hit'] },
  { filter: 'name:shop.test', finds: ['nosuch', 'slow', 'hit'] },
  { filter: 'name:SHOP.test.', finds: ['nosuch', 'slow', 'hit'] },
  { filter: 'name:op.test', finds: [] },
  { filter: 'name:.', finds: ['bogus', 'nosuch', 'slow', 'hit'] },
  { filter: 'name:nosuch*', finds: ['nosuch'] },
  { filter: 'name:*.shop.test', finds: ['nosuch', 'slow', 'hit'] },
  { filter: 'name:100%', finds: [] },
  { filter: 'rcode:nxdomain', finds: ['nosuch'] },
  { filter: 'type:AAAA', finds: ['slow'] },
  { filter: 'min:10ms', finds: ['slow'] },
  { filter: 'max:1ms', finds: ['hit'] },
  { filter: 'error', finds: ['bogus', 'slow'] },
  { filter: 'cache:hit', finds: ['hit'] },
  { filter: 'cache:miss error', finds: ['bogus', 'slow'] },
  { filter: 'service:auth-root', finds: ['bogus', 'nosuch', 'slow'] },
  { filter: 'service:nobody', finds: [] },
  { filter: 'timeout', finds: ['slow'] },
  { filter: 'sqlite nxdomain', finds: ['nosuch'] },
  { filter: '127.0.0.5', finds: ['slow'] },
  { filter: '"dns.response_code SERVFAIL"', finds: ['bogus'] },
  { filter: 'NEAR( OR "', finds: [] },
  { filter: "x'; DROP TABLE spans; --", finds: [] },
  { filter: 'last:10s', finds: ['bogus', 'nosuch'] },
];
const startNs = 1_767_225_600_000_000_000n;
const second = 1_000_000_000n;
const searched = open();
after(() => searched[Symbol.dispose]());
const named = new Map<string, string>();
for (const [label, spans] of [
  ['hit', chainTrace({ seed: 10, startNs, from: 'proxy' })],
  ['slow', chainTrace({ seed: 20, startNs: startNs + second, trouble: true, type: 'AAAA' })],
  ['nosuch', chainTrace({ seed: 30, startNs: startNs + 20n * second, name: 'nosuch.shop.test.', rcode: 'NXDOMAIN' })],
  ['bogus', chainTrace({ seed: 40, startNs: startNs + 21n * second, name: 'bogus.test.', rcode: 'SERVFAIL' })],
] as const) {
  searched.insert(spans, 1);
  named.set(spans[0]!.traceId, label);
}
for (const { filter, finds } of searches) {
  test(`search ${JSON.stringify(filter)}`, () => {
    const parsed = parseFilter(filter);
    assert.ok('filter' in parsed);
    const nowMs = Number(startNs / 1_000_000n) + 25_000;
    const { traces } = searchTraces(searched, parsed.filter, { limit: 10, nowMs });
    assert.deepEqual(
      traces.map((trace) => named.get(trace.traceId)),
      finds,
    );
  });
}

test('pages follow each other without gap or repetition, also with equal start times', () => {
  using store = open();
  for (let seed = 0; seed < 25; seed++) store.insert(chainTrace({ seed, from: 'proxy' }), seed);
  const seen: string[] = [];
  let before: ReturnType<typeof searchTraces>['next'];
  do {
    const page = searchTraces(store, everything, { limit: 10, before, nowMs: 0 });
    seen.push(...page.traces.map((trace) => trace.traceId));
    before = page.next;
  } while (before !== undefined);
  assert.equal(seen.length, 25);
  assert.equal(new Set(seen).size, 25);
});
