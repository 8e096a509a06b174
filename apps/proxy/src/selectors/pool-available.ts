import { needed, text } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** At least one backend of the pool can take a query now; its QPS limit counts. */
export const poolAvailable = defineSelector({
  type: 'PoolAvailable',
  options: { pool: needed(text, 'name of the pool') },
  build: ({ pool: name }, build) => {
    const pool = build.pool(name, 'pool');
    return ({ nowMs }) => pool !== undefined && pool.available(nowMs);
  },
});
