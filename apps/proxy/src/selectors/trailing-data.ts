import { defineSelector } from '../catalogue.ts';

/** Octets stood behind the query's last record. They are never passed on. */
export const trailingData = defineSelector({
  type: 'TrailingData',
  options: {},
  build:
    () =>
    ({ trailing }) =>
      trailing,
});
