import { needed, u16 } from '@span53/config';
import type { MessageView } from '@span53/dns/wire';

import { defineSelector } from '../catalogue.ts';

/** The OPT record has this option. TRACEPARENT counts too, although it is taken out of what goes on. */
export const ednsOption = defineSelector({
  type: 'EDNSOption',
  options: { option_code: needed(u16, 'option code') },
  build:
    ({ option_code: code }) =>
    ({ packet, view, received }) =>
      has(packet, code) || (packet === view && has(received, code)),
});

function has({ opt }: MessageView, code: number): boolean {
  return opt !== undefined && opt.find(code) >= 0;
}
