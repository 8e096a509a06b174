import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { TimerWheel, type WheelEntry } from './timer-wheel.ts';

const TICK_MS = 10;

class Entry implements WheelEntry {
  deadlineMs = 0;
  wheelSlot = 0;
  wheelIndex = -1;
  firedMs = -1;
  fired = 0;
  onDeadline(nowMs: number): void {
    this.fired += 1;
    this.firedMs = nowMs;
  }
}

/** A wheel whose clock stands where the test puts it. */
function wheelAt(startMs: number): { wheel: TimerWheel; to: (nowMs: number) => void } {
  let nowMs = startMs;
  const wheel = new TimerWheel({ tickMs: TICK_MS, now: () => nowMs });
  return {
    wheel,
    to: (next) => {
      nowMs = next;
      wheel.advance(next);
    },
  };
}

test('law: each entry fires once, never early and at most one tick late, whatever is added and removed', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('add' as const), inMs: fc.integer({ min: -50, max: 30_000 }) }),
      fc.record({ kind: fc.constant('remove' as const), which: fc.nat(30) }),
      fc.record({ kind: fc.constant('advance' as const), byMs: fc.integer({ min: 0, max: 12_000 }) }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      let nowMs = 1003.5;
      const { wheel, to } = wheelAt(nowMs);
      using _wheel = wheel;
      const live = new Map<Entry, { deadlineMs: number; addedMs: number }>();
      const entries: Entry[] = [];
      for (const step of all) {
        if (step.kind === 'add') {
          const entry = new Entry();
          wheel.add(entry, nowMs + step.inMs);
          live.set(entry, { deadlineMs: nowMs + step.inMs, addedMs: nowMs });
          entries.push(entry);
        } else if (step.kind === 'remove') {
          const entry = entries[step.which];
          if (entry !== undefined) assert.equal(wheel.remove(entry), live.delete(entry));
        } else {
          nowMs += step.byMs;
          to(nowMs);
          for (const [entry, { deadlineMs, addedMs }] of live) {
            if (entry.fired === 0) {
              // What was late when it was added could not fire before.
              const dueMs = Math.max(deadlineMs, addedMs);
              assert.ok(dueMs > nowMs - TICK_MS, `due at ${dueMs}, not fired at ${nowMs}`);
              continue;
            }
            assert.equal(entry.fired, 1);
            assert.ok(entry.firedMs >= deadlineMs);
            live.delete(entry);
          }
        }
        assert.equal(wheel.size, live.size);
      }
    }),
  );
});

test('an entry may be added again from its own deadline, and others removed', () => {
  const { wheel, to } = wheelAt(0);
  using _wheel = wheel;
  const other = new Entry();
  const entry = new Entry();
  entry.onDeadline = (nowMs) => {
    entry.fired += 1;
    wheel.remove(other);
    if (entry.fired < 3) wheel.add(entry, nowMs + 10);
  };
  wheel.add(other, 10);
  wheel.add(entry, 10);
  for (let nowMs = 10; nowMs <= 60; nowMs += 10) to(nowMs);
  assert.deepEqual([entry.fired, other.fired, wheel.size], [3, 0, 0]);
});

test('the timer wakes for an entry, also after it has slept', async () => {
  using wheel = new TimerWheel({ tickMs: 1 });
  const first = new Entry();
  wheel.add(first, performance.now() + 5);
  await delay(200); // fires, then sleeps after its idle turns
  assert.equal(first.fired, 1);
  const second = new Entry();
  wheel.add(second, performance.now() + 5);
  await delay(60);
  assert.equal(second.fired, 1);
});

test('a disposed wheel fires nothing', async () => {
  const wheel = new TimerWheel({ tickMs: 1 });
  const entry = new Entry();
  wheel.add(entry, performance.now() + 5);
  wheel[Symbol.dispose]();
  await delay(30);
  assert.equal(entry.fired, 0);
});
