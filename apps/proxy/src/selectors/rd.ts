import { defineSelector } from '../catalogue.ts';

/** RD=1. */
export const rd = defineSelector({
  type: 'RD',
  options: {},
  build:
    () =>
    ({ packet }) =>
      packet.recursionDesired,
});
