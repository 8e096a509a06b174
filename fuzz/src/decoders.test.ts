import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzDecoders, HEAP_GROWTH_MAX } from './decoders.ts';

test('200,000 mutated inputs: no decoder throws, is slow or keeps memory', (t) => {
  const seed = Number(process.env['SPAN53_SEED'] ?? 53);
  t.diagnostic(`seed ${seed}`);
  const report = fuzzDecoders({ iterations: 200_000, seed });
  assert.deepEqual(report.failures, []);
  assert.equal(report.inputs, 200_000);
  for (const [target, taken] of Object.entries(report.taken))
    assert.ok(taken > 100, `${target}: ${taken} inputs taken`);
  assert.ok(report.heapGrowth < HEAP_GROWTH_MAX, `${report.heapGrowth} octets more in use`);
});
