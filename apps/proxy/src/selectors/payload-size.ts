import { needed, u16 } from '@span53/config';
import * as v from 'valibot';

import { defineSelector } from '../catalogue.ts';

const tests = {
  equal: (octets: number, size: number) => octets === size,
  greater: (octets: number, size: number) => octets > size,
  greaterOrEqual: (octets: number, size: number) => octets >= size,
  smaller: (octets: number, size: number) => octets < size,
  smallerOrEqual: (octets: number, size: number) => octets <= size,
} as const;
const words = Object.keys(tests) as (keyof typeof tests)[];

/** The size of the message in octets against a number. */
export const payloadSize = defineSelector({
  type: 'PayloadSize',
  options: {
    comparison: needed(v.picklist(words, `expected ${words.join(', ')}`), 'how to compare'),
    size: needed(u16, 'octets'),
  },
  build: ({ comparison, size }) => {
    const compare = tests[comparison];
    return ({ packet, view, received }) => compare((packet === view ? received : packet).octets.length, size);
  },
});
