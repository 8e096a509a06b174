/** The load-balancing policies that `policy` and `default_policy` can name. */
import type { PolicyKind } from '../policy.ts';
import { chashed } from './chashed.ts';
import { firstAvailable } from './first-available.ts';
import { leastOutstanding } from './least-outstanding.ts';
import { orderedWrandUntag } from './ordered-wrand-untag.ts';
import { roundRobin } from './round-robin.ts';
import { whashed } from './whashed.ts';
import { wrandom } from './wrandom.ts';

/** By name, which is exact. */
export const policies: ReadonlyMap<string, PolicyKind> = new Map(
  [chashed, firstAvailable, leastOutstanding, orderedWrandUntag, roundRobin, whashed, wrandom].map((kind) => [
    kind.name,
    kind,
  ]),
);
