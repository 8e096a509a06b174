import { needed, text, u64 } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** More than this many queries are open in the pool, on this worker. */
export const poolOutstanding = defineSelector({
  type: 'PoolOutstanding',
  options: {
    pool: needed(text, 'name of the pool'),
    max_outstanding: needed(u64, 'open queries that do not match yet'),
  },
  build: ({ pool: name, max_outstanding: max }, build) => {
    const pool = build.pool(name, 'pool');
    return () => pool !== undefined && pool.outstanding > max;
  },
});
