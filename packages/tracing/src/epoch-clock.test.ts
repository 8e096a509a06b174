import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { EpochClock } from './epoch-clock.ts';

function nanos(clock: EpochClock, nowMs: number): bigint {
  clock.convert(nowMs);
  return (BigInt(clock.high) << 32n) | BigInt(clock.low);
}

test('nanoseconds are exact, for years of uptime', () => {
  const whole = fc.integer({ min: 0, max: 10 * 365 * 86_400_000 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), whole, fc.integer({ min: 0, max: 15 }), (unixMs, ms, sixteenths) => {
      const expected = BigInt(unixMs) * 1_000_000n + BigInt(ms) * 1_000_000n + BigInt(sixteenths * 62_500);
      assert.equal(nanos(new EpochClock(unixMs), ms + sixteenths / 16), expected);
    }),
  );
});

test('a fraction of the time origin is kept', () => {
  assert.equal(nanos(new EpochClock(1_767_225_600_000.25), 0.000_001), 1_767_225_600_000_250_001n);
});

test('an anchor moves what is converted afterwards', () => {
  const clock = new EpochClock(1_000_000);
  clock.anchor(5_000_000.5, 2.25);
  assert.equal(nanos(clock, 3.25), 5_000_001_500_000n);
});

test('the clock follows a wall clock that was set, and ignores its grain', () => {
  const clock = new EpochClock(1_000_000);
  clock.follow(1_000_102, 100, 5);
  assert.equal(nanos(clock, 100), 1_000_100_000_000n);
  clock.follow(2_000_000, 100, 5);
  assert.equal(nanos(clock, 101), 2_000_001_000_000n);
});
