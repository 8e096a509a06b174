import { bool, needed } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** True: the query came over a stream (TCP, DoT, DoH); false: over UDP. */
export const tcp = defineSelector({
  type: 'TCP',
  options: { tcp: needed(bool, 'stream or datagram') },
  build:
    ({ tcp: wanted }) =>
    ({ overStream }) =>
      overStream === wanted,
});
