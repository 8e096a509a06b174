/** The short form of `npm run soak -- servers`: mutated packets to each server, seeded. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { FUZZED, FuzzLab } from '@span53/fuzz/servers';

const PACKETS = 2000;
const seed = Number(process.env['SPAN53_SEED'] ?? 53);

let lab: FuzzLab;
before(async () => {
  lab = await FuzzLab.open(seed);
});
after(() => lab?.[Symbol.asyncDispose]());

for (const name of FUZZED) {
  test(`${name}: ${PACKETS} mutated packets over UDP and TCP`, async (t) => {
    t.diagnostic(`seed ${seed}`);
    const report = await lab.fuzz(name, PACKETS, seed);
    assert.deepEqual(report.failures, []);
    assert.equal(report.sent, PACKETS);
    // A fuzzer whose packets are all thrown away, or all good, tests little.
    assert.ok(report.malformed > PACKETS / 2, `${report.malformed} malformed`);
    assert.ok(report.formerr > PACKETS / 5, `${report.formerr} FORMERR`);
    assert.ok(report.answered - report.formerr > PACKETS / 5, `${report.answered} answers`);
    if (name === 'recursor' || name === 'proxy') assert.ok(report.hostileAnswers > 0, 'nothing came from behind');
  });
}
