import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MetricsRegistry } from './registry.ts';

test('slots follow each other and histograms take their width', () => {
  const registry = new MetricsRegistry();
  assert.equal(registry.counter({ name: 'queries', help: '' }), 0);
  const plain = registry.histogram({ name: 'a_seconds', help: '', bounds: [1, 2] });
  assert.equal(plain.slot, 1);
  const traced = registry.histogram({ name: 'b_seconds', help: '', bounds: [1], exemplars: true });
  assert.equal(traced.slot, 1 + 3 + 1);
  assert.equal(registry.gauge({ name: 'entries', help: '' }), 5 + 2 + 1 + 2 * 5);
  assert.equal(registry.size, 19);
});

test('one counter for each value of a label', () => {
  const registry = new MetricsRegistry();
  const answers = registry.counters({ name: 'answers', help: '', label: 'rcode', values: ['NOERROR', 'NXDOMAIN'] });
  assert.deepEqual(answers, { NOERROR: 0, NXDOMAIN: 1 });
});

const declare = (labels?: Record<string, string>) => ({ name: 'x', help: '', ...(labels && { labels }) });
const refused: { what: string; declare: (r: MetricsRegistry) => unknown }[] = [
  { what: 'a name with a dash', declare: (r) => r.counter({ name: 'a-b', help: '' }) },
  { what: 'a unit that does not end the name', declare: (r) => r.gauge({ name: 'a', help: '', unit: 'seconds' }) },
  { what: 'bounds that fall', declare: (r) => r.histogram({ name: 'a', help: '', bounds: [2, 1] }) },
  { what: 'the same series twice', declare: (r) => [r.counter(declare({ a: '1' })), r.counter(declare({ a: '1' }))] },
  {
    what: 'one histogram with two sets of bounds',
    declare: (r) => [1, 2].map((n) => r.histogram({ ...declare({ a: `${n}` }), bounds: [n] })),
  },
  { what: 'one name as two kinds', declare: (r) => [r.counter(declare({ a: '1' })), r.gauge(declare({ a: '2' }))] },
];
for (const { what, declare: attempt } of refused) {
  test(`refused: ${what}`, () => assert.throws(() => attempt(new MetricsRegistry()), assert.AssertionError));
}
