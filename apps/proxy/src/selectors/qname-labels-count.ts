import { needed, u16 } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** The QNAME has fewer labels than the minimum or more than the maximum: it matches outside the range. */
export const qnameLabelsCount = defineSelector({
  type: 'QNameLabelsCount',
  options: {
    min_labels_count: needed(u16, 'fewest labels that do not match'),
    max_labels_count: needed(u16, 'most labels that do not match'),
  },
  build:
    ({ min_labels_count: min, max_labels_count: max }) =>
    ({ qname }) =>
      qname.labelCount < min || qname.labelCount > max,
});
