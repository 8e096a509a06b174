import assert from 'node:assert/strict';
import { test } from 'node:test';

import { afterProbe, type HealthState, UNPROBED } from './state.ts';

/** `+` and `-` for good and failed probes; gives `U` and `D` for the state after each. */
function run(probes: string, maxFailures: number, rise: number): string {
  let state: HealthState = UNPROBED;
  return [...probes]
    .map((probe) => {
      state = afterProbe(state, probe === '+', { maxFailures, rise });
      return state.up ? 'U' : 'D';
    })
    .join('');
}

const cases = [
  { what: 'the first probe decides alone', probes: '+', max: 3, rise: 3, states: 'U' },
  { what: 'the first probe decides alone, also against', probes: '-', max: 3, rise: 3, states: 'D' },
  { what: 'down after max_failures in a row', probes: '+--+---', max: 3, rise: 1, states: 'UUUUUUD' },
  { what: 'up after rise in a row', probes: '-+-++', max: 1, rise: 2, states: 'DDDDU' },
  { what: '0 counts as 1', probes: '+-+', max: 0, rise: 0, states: 'UDU' },
];
for (const { what, probes, max, rise, states } of cases) {
  test(`${what}: ${probes}`, () => assert.equal(run(probes, max, rise), states));
}
