import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdPool } from './id-pool.ts';

/** A source that gives these octets, over and over. */
const cycle = (octets: number[]) => {
  let at = 0;
  return (target: Uint8Array) => {
    for (let i = 0; i < target.length; i++) target[i] = octets[at++ % octets.length]!;
  };
};

test('an all-zero trace ID is drawn again', () => {
  const octets = [...Array.from({ length: 16 }, () => 0), ...Array.from({ length: 16 }, () => 9)];
  const target = new Uint8Array(16);
  new IdPool(cycle(octets), 16).traceId(target);
  assert.deepEqual([...target], octets.slice(16));
});

test('a span base leaves room to count and is never zero', () => {
  const pool = new IdPool(cycle([0, 0, 0, 0, 0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), 16);
  assert.deepEqual(pool.spanBase(), { high: 0xffffffff, low: 0x7fffffff });
});

test('the source is asked once for many', () => {
  let calls = 0;
  const pool = new IdPool((target) => void (target.fill(1), calls++));
  for (let i = 0; i < 255; i++) pool.traceId(new Uint8Array(16));
  assert.equal(calls, 1);
  pool.spanBase();
  assert.equal(calls, 2);
});
