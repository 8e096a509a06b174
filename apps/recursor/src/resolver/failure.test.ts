import assert from 'node:assert/strict';
import { test } from 'node:test';

import { failureTtlMax, isCacheable, type Failure } from './failure.ts';

const cases: readonly { failure: Failure; seconds: number; why: string }[] = [
  { failure: 'query limit', seconds: 1, why: 'another query has a budget of its own' },
  { failure: 'all servers throttled', seconds: 1, why: 'the throttle itself is the memory' },
  { failure: 'no reachable authority', seconds: 5, why: 'the servers may be back' },
  { failure: 'network error', seconds: 5, why: 'the network may be back' },
  { failure: 'servfail from authority', seconds: 5, why: 'the authority may have its data again' },
  { failure: 'lame delegation', seconds: Infinity, why: 'somebody has to change a zone' },
  { failure: 'alias loop', seconds: Infinity, why: 'somebody has to change a zone' },
];
for (const { failure, seconds, why } of cases) {
  test(`the answer to "${failure}" is kept for ${seconds} s at most: ${why} (RFC 9520 §3.2)`, () => {
    assert.equal(failureTtlMax(failure), seconds);
    assert.equal(isCacheable(failure), seconds > 1);
  });
}
