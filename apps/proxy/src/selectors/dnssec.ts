import { defineSelector } from '../catalogue.ts';

/** DO=1 or CD=1. */
export const dnssec = defineSelector({
  type: 'DNSSEC',
  options: {},
  build:
    () =>
    ({ packet }) =>
      packet.checkingDisabled || packet.opt?.dnssecOk === true,
});
