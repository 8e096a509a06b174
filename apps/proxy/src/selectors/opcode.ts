import { needed } from '@span53/config';

import { defineSelector } from '../catalogue.ts';
import { opcode as opcodeText } from '../config/values.ts';

/** The header's opcode. */
export const opcode = defineSelector({
  type: 'Opcode',
  options: { code: needed(opcodeText, 'opcode') },
  build:
    ({ code }) =>
    ({ packet }) =>
      packet.opcode === code,
});
