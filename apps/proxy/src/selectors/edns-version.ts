import { needed, u8 } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** The OPT record's version is greater than this. */
export const ednsVersion = defineSelector({
  type: 'EDNSVersion',
  options: { version: needed(u8, 'highest version that does not match') },
  build:
    ({ version }) =>
    ({ packet }) =>
      packet.opt !== undefined && packet.opt.version > version,
});
