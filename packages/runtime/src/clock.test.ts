import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { timeOriginMs } from './clock.ts';

/** Several milliseconds of the wall clock: one of the readings is just before it shows the next. */
const READ_MS = 10;

/** Of many readings one after the other the closest: who had to wait between them sees too much. */
function offBy(originMs: number): number {
  const endMs = performance.now() + READ_MS;
  let most = Number.NEGATIVE_INFINITY;
  for (let nowMs = 0; nowMs < endMs;) {
    nowMs = performance.now();
    most = Math.max(most, originMs + nowMs - Date.now());
  }
  return most;
}

test('the origin turns monotonic times into the wall clock, to a fraction of a millisecond', () => {
  const origin = timeOriginMs();
  assert.equal(timeOriginMs(), origin, 'the same for all that ask');
  // The wall clock tells whole milliseconds: up to one passes before it shows the next.
  const off = offBy(origin);
  assert.ok(off > 0.5 && off < 1.1, `${off} ms`);
});
