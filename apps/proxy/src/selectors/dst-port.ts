import { needed, u16 } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** The local port that the query arrived on. */
export const dstPort = defineSelector({
  type: 'DSTPort',
  options: { port: needed(u16, 'local port') },
  build:
    ({ port }) =>
    ({ client }) =>
      client.local.port === port,
});
