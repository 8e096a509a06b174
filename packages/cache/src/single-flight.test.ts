import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SingleFlight } from './single-flight.ts';

test('the first leads, others follow, and all who waited come back once', () => {
  const flights = new SingleFlight<string>({ flightsMax: 10, followersMax: 10 });
  assert.equal(flights.join('a', '1', '1'), 'leader');
  assert.equal(flights.join('a', '2', '2'), 'follower');
  assert.equal(flights.join('b', '3', '3'), 'leader');
  assert.equal(flights.leaderOf('a'), '1');
  assert.deepEqual([flights.size, flights.followers], [2, 1]);
  assert.deepEqual(flights.land('a'), ['2']);
  assert.deepEqual(flights.land('a'), []);
  assert.deepEqual([flights.size, flights.followers], [1, 0]);
  assert.equal(flights.join('a', '4', '4'), 'leader', 'a new flight after the landing');
});

test('flights and followers are bounded', () => {
  const flights = new SingleFlight<number>({ flightsMax: 1, followersMax: 2 });
  assert.equal(flights.join('a', 0, 0), 'leader');
  assert.equal(flights.join('b', 0, 0), 'full');
  assert.equal(flights.join('a', 1, 1), 'follower');
  assert.equal(flights.join('a', 2, 2), 'follower');
  assert.equal(flights.join('a', 3, 3), 'full');
  assert.deepEqual(flights.land('a'), [1, 2]);
});
