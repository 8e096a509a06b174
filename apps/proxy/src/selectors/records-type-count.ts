import { needed, u16, u8 } from '@span53/config';
import { type MessageView, Section } from '@span53/dns/wire';
import * as v from 'valibot';

import { defineSelector } from '../catalogue.ts';

const section = v.pipe(u8, v.maxValue(3, 'expected 0 (question) to 3 (additional)'));

/** The number of records of one type in a section is inside the range. */
export const recordsTypeCount = defineSelector({
  type: 'RecordsTypeCount',
  options: {
    section: needed(section, '0 question, 1 answer, 2 authority, 3 additional'),
    record_type: needed(u16, 'type number'),
    minimum: needed(u16, 'fewest'),
    maximum: needed(u16, 'most'),
  },
  build:
    ({ section: index, record_type: type, minimum, maximum }) =>
    ({ packet }) => {
      const count = countRecords(packet, index as Section, type);
      return count >= minimum && count <= maximum;
    },
});

function countRecords(packet: MessageView, wanted: Section, type: number): number {
  if (wanted === Section.QUESTION) return packet.hasQuestion && packet.qtype === type ? 1 : 0;
  const records = packet.records();
  let count = 0;
  while (records.next()) if (records.section === wanted && records.type === type) count += 1;
  return count;
}
