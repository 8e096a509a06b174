import { needed, text, u16 } from '@span53/config';
import { MessageView, withOption } from '@span53/dns/wire';
import * as v from 'valibot';

import { defineAction } from '../catalogue.ts';

/** Replaces or adds an EDNS option in the query; without OPT record one is added, and taken from the answer. */
export const setEdnsOption = defineAction({
  type: 'SetEDNSOption',
  options: { code: needed(u16, 'option code'), data: needed(v.pipe(text, v.maxLength(512)), 'its data') },
  build: ({ code, data: value }) => {
    const data = Buffer.from(value);
    return (query) => {
      const { view } = query;
      const changed = withOption(view, { code, data, limit: 65_535 });
      // Signed and malformed queries stay as they are.
      if (typeof changed === 'string') return undefined;
      query.view = query.packet = MessageView.open(changed)!;
      return undefined;
    };
  },
});
