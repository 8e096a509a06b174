import { needed, u32 } from '@span53/config';

import { defineAction } from '../catalogue.ts';
import { TokenBucket } from '../rate-limit.ts';

/** Drops what is over the limit. */
export const qps = defineAction({
  type: 'QPS',
  options: { limit: needed(u32, 'queries per second, shared by all workers') },
  build: ({ limit }, { plane }) => {
    const bucket = new TokenBucket(limit / plane.workers, Math.max(1, limit / plane.workers));
    return ({ nowMs }) => (limit > 0 && bucket.take(nowMs) ? undefined : 'drop');
  },
});
