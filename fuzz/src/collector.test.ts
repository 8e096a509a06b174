import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzCollector } from './collector.ts';

const INPUTS = 1000;

test(`${INPUTS} mutated inputs: the collector refuses or keeps each, and shows what it keeps`, async (t) => {
  const seed = Number(process.env['SPAN53_SEED'] ?? 53);
  t.diagnostic(`seed ${seed}`);
  const { failures, statuses, spans } = await fuzzCollector(INPUTS, seed);
  assert.deepEqual(failures, []);
  // A fuzzer whose inputs are all thrown away, or all good, tests little.
  assert.ok(statuses[200]! > INPUTS / 10, `${statuses[200]} taken`);
  assert.ok(statuses[400]! > INPUTS / 20, `${statuses[400]} refused`);
  assert.ok(spans.otlp > INPUTS / 10 && spans.pdns > INPUTS / 20, JSON.stringify(spans));
});
