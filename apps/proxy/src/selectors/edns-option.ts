import { defineSelector } from '../catalogue.ts';
import { needed, u16 } from '@span53/config';

/** The OPT record has this option. TRACEPARENT counts too, although it is taken out of what goes on. */
export const ednsOption = defineSelector({
  type: 'EDNSOption',
  options: { option_code: needed(u16, 'option code') },
  build:
    ({ option_code: code }) =>
    ({ packet, view, received }) => {
      const { opt } = packet === view ? received : packet;
      return opt !== undefined && opt.find(code) >= 0;
    },
});
