import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { defaultRetry, delayBefore, outcomeOf, parseRetryAfter, retryAfterMaxMs } from './retry.ts';

const outcomes: [number, ReturnType<typeof outcomeOf>][] = [
  [200, 'delivered'],
  [202, 'delivered'],
  [301, 'refused'],
  [400, 'refused'],
  [401, 'refused'],
  [408, 'refused'],
  [413, 'refused'],
  [429, 'retry'],
  [500, 'refused'],
  [501, 'refused'],
  [502, 'retry'],
  [503, 'retry'],
  [504, 'retry'],
  [505, 'refused'],
];
for (const [status, outcome] of outcomes) {
  test(`HTTP ${status}: ${outcome}`, () => assert.equal(outcomeOf(status), outcome));
}

const unixMs = Date.UTC(2026, 0, 1);
const headers: [string | undefined, number | undefined][] = [
  [undefined, undefined],
  ['7', 7000],
  [' 0 ', 0],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
];
for (const [header, expected] of headers) {
  test(`Retry-After: ${header}`, () => {
    assert.equal(parseRetryAfter(header, unixMs), expected);
  });
}

test('delays double from one second to thirty, within the jitter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const base = Math.min(1000 * 2 ** (attempt - 2), 30_000);
      const ms = delayBefore(attempt, defaultRetry, { random: () => random });
      assert.ok(ms >= base * 0.8 - 1e-6 && ms <= base * 1.2 + 1e-6);
    }),
  );
});

test('Retry-After goes before our own delay, up to five minutes', () => {
  const after = (retryAfterMs: number) => delayBefore(2, defaultRetry, { retryAfterMs, random: () => 1 });
  assert.deepEqual([after(0), after(7000), after(1e9)], [0, 7000, retryAfterMaxMs]);
});
