import { bool, given, needed, text, u32 } from '@span53/config';

import { defineAction } from '../catalogue.ts';
import { TokenBucket } from '../rate-limit.ts';

/** Chooses the pool for what is within the limit; the rest goes on with the chain. */
export const qpsPool = defineAction({
  type: 'QPSPool',
  options: {
    limit: needed(u32, 'queries per second, shared by all workers'),
    pool_name: needed(text, 'name of the pool'),
    stop_processing: given(bool, true, 'false: go on with the chain in any case'),
  },
  build: ({ limit, pool_name: name, stop_processing: stop }, build) => {
    const { workers } = build.plane;
    const bucket = new TokenBucket(limit / workers, Math.max(1, limit / workers));
    const chosen = build.pool(name, 'pool_name');
    if (chosen === undefined) return () => undefined;
    return (query) => {
      if (limit === 0 || !bucket.take(query.nowMs)) return undefined;
      query.pool = chosen;
      return stop ? 'allow' : undefined;
    };
  },
});
