import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countInto, TRANSPORT_EVENTS, type TransportEvent } from './counters.ts';

test('each event counts in its own slot of the row, and nowhere else', () => {
  const first = 3;
  const slots = Object.fromEntries(TRANSPORT_EVENTS.map((event, at) => [event, first + at])) as Record<
    TransportEvent,
    number
  >;
  const row = new Float64Array(first + TRANSPORT_EVENTS.length);
  const count = countInto(row, slots);
  TRANSPORT_EVENTS.forEach((event, at) => {
    for (let times = 0; times <= at; times += 1) count(event);
  });
  assert.deepEqual([...row], [0, 0, 0, ...TRANSPORT_EVENTS.map((_, at) => at + 1)]);
});
