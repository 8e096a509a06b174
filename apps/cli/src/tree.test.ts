import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatTree, formatUs, type TreeSpan } from './tree.ts';

const span = (spanId: string, parentSpanId: string | undefined, more: Partial<TreeSpan> = {}): TreeSpan => ({
  spanId,
  parentSpanId,
  service: 'proxy',
  name: `span-${spanId}`,
  kind: 'internal',
  startUs: 0,
  durationUs: 100,
  error: false,
  attributes: {},
  ...more,
});
const plain = { width: 100, color: false };

test('children stand below their parent, in the order of their start', () => {
  const text = formatTree(
    [
      span('a', undefined, {
        durationUs: 1000,
        attributes: { 'dns.question.name': 'www.example.', 'dns.question.type': 'A' },
      }),
      span('c', 'a', { startUs: 500 }),
      span('b', 'a', {
        startUs: 10,
        service: 'recursor',
        attributes: { 'dns.cache.hit': false, 'dns.cache.name': 'packet' },
      }),
      span('d', 'b', { startUs: 20 }),
    ],
    plain,
  );
  const labels = text.split('\n').map((line) => line.slice(0, 50).trimEnd());
  assert.deepEqual(labels, [
    'proxy span-a  www.example. A',
    '├─ recursor span-b  packet miss',
    '│  └─ proxy span-d',
    '└─ proxy span-c',
  ]);
  assert.match(text, /1\.00 ms ━{24}/);
});

test('a missing parent is said, a cycle ends, a hostile name prints no control characters', () => {
  const text = formatTree(
    [span('a', 'gone', { attributes: { 'dns.question.name': 'x\u001b[31m.' } }), span('b', 'c'), span('c', 'b')],
    plain,
  );
  assert.match(text, /\(parent gone is missing\)/);
  assert.ok(!text.includes('\u001b'));
});

test('durations', () => {
  assert.deepEqual([0.4, 12, 999, 1500, 25_000, 3_200_000].map(formatUs), [
    '0.4 µs',
    '12 µs',
    '999 µs',
    '1.50 ms',
    '25.0 ms',
    '3.20 s',
  ]);
});
