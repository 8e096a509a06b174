import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from './fake-clock.ts';

test('timers run in the order of their times, also those set while time passes', () => {
  const clock = new FakeClock(0);
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${what}@${clock.nowMs}`);
  clock.after(20, () => note('b'));
  clock.after(10, () => {
    note('a');
    clock.after(5, () => note('a2'));
  });
  clock.after(10, () => note('same'));
  clock.after(40, () => note('late'));
  clock.advance(30);
  assert.deepEqual(seen, ['a@10', 'same@10', 'a2@15', 'b@20']);
  assert.equal(clock.nowMs, 30);
  assert.equal(clock.pending, 1);
});

test('a cancelled timer does not run', () => {
  const clock = new FakeClock(0);
  const cancel = clock.after(1, () => assert.fail('ran'));
  cancel();
  clock.advance(5);
  assert.equal(clock.pending, 0);
});

test('drain lets promises set further timers', async () => {
  const clock = new FakeClock(0);
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
  const slept = (async () => {
    await sleep(100);
    await sleep(200);
    return clock.nowMs;
  })();
  await clock.drain();
  assert.equal(await slept, 300);
});

test('drain gives up on timers without end', async () => {
  const clock = new FakeClock(0);
  const again = (): void => void clock.after(1, again);
  again();
  await assert.rejects(clock.drain(50), /still timers waiting after 50/);
});
