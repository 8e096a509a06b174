import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carryOver, clearGauges } from './carry.ts';
import { Histogram } from './histogram.ts';
import { MetricsRegistry } from './registry.ts';
import { MetricsMemory } from './row.ts';

function layout(backends: string[]) {
  const registry = new MetricsRegistry();
  const up = registry.gauge({ name: 'up', help: '' });
  const sent = registry.counters({ name: 'sent', help: '', label: 'backend', values: backends });
  const took = registry.histogram({ name: 'took', help: '', bounds: [1], exemplars: true });
  return { registry, up, sent, took };
}

test('counters and histograms go on by name and labels, gauges do not', () => {
  const before = layout(['a', 'b']);
  const memory = MetricsMemory.allocate(before.registry, 2);
  for (const row of [memory.row(0), memory.row(1)]) {
    row[before.up] = 9;
    row[before.sent.b!] = 5;
    new Histogram(row, before.took).observe(3);
  }
  const after = layout(['c', 'b']);
  const row = MetricsMemory.allocate(after.registry, 1).row(0);
  carryOver({ registry: before.registry, memory }, after.registry, row);
  const { sent, took, up } = after;
  assert.deepEqual([row[sent.b!], row[sent.c!], row[up]], [10, 0, 0]);
  assert.deepEqual([...row.subarray(took.slot, took.slot + 3)], [0, 2, 6]);
});

test('the gauges of an ended worker go to 0, its counters stay', () => {
  const { registry, up, sent } = layout(['a']);
  const row = MetricsMemory.allocate(registry, 1).row(0);
  row.fill(7);
  clearGauges(registry, row);
  assert.deepEqual([row[up], row[sent.a!]], [0, 7]);
});
