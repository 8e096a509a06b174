import { given, needed, u32 } from '@span53/config';

import { defineSelector } from '../catalogue.ts';
import { TokenBucket } from '../rate-limit.ts';

/** Matches while a token is left, and takes it: over the limit it does not match. */
export const maxQps = defineSelector({
  type: 'MaxQPS',
  options: {
    qps: needed(u32, 'queries per second, shared by all workers'),
    burst: given(u32, 0, 'tokens saved up; 0: as many as `qps`'),
  },
  build: ({ qps, burst }, { plane }) => {
    const bucket = new TokenBucket(qps / plane.workers, Math.max(1, (burst === 0 ? qps : burst) / plane.workers));
    return ({ nowMs }) => qps > 0 && bucket.take(nowMs);
  },
});
