import { needed, u16, u8 } from '@span53/config';
import { Section } from '@span53/dns/wire';
import * as v from 'valibot';

import { defineSelector } from '../catalogue.ts';

const section = v.pipe(u8, v.maxValue(3, 'expected 0 (question) to 3 (additional)'));

/** The header's count for a section is inside the range. */
export const recordsCount = defineSelector({
  type: 'RecordsCount',
  options: {
    section: needed(section, '0 question, 1 answer, 2 authority, 3 additional'),
    minimum: needed(u16, 'fewest'),
    maximum: needed(u16, 'most'),
  },
  build:
    ({ section: index, minimum, maximum }) =>
    ({ packet }) => {
      const count = packet.count(index as Section);
      return count >= minimum && count <= maximum;
    },
});
