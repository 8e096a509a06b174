import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { FUZZED, FuzzLab } from './servers.ts';

const SEED = 53;
/** A hundredth of what the soak sends. */
const PACKETS = 2000;

let lab: FuzzLab;
before(async () => {
  lab = await FuzzLab.open(SEED);
});
after(() => lab?.[Symbol.asyncDispose]());

for (const name of FUZZED) {
  test(`${PACKETS} mutated packets to ${name}: right answers or none, no exception, bounded memory`, async () => {
    const { sent, malformed, answered, formerr, hostileAnswers, failures } = await lab.fuzz(name, PACKETS, SEED);
    assert.deepEqual(failures, []);
    assert.equal(sent, PACKETS);
    // The mutations reach what they are for.
    assert.ok(malformed > PACKETS / 10 && formerr > PACKETS / 50 && answered > PACKETS / 4);
    if (name === 'recursor' || name === 'proxy') assert.ok(hostileAnswers > 0, 'no hostile answer was given');
  });
}
