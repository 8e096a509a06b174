import { given, needed, u16, u32 } from '@span53/config';
import * as v from 'valibot';

import { defineResponseAction } from '../catalogue.ts';
import { editTtls } from '../ttl-edit.ts';

/** Keeps TTLs between two limits, of all types or of those listed. */
export const limitTtl = defineResponseAction({
  type: 'LimitTTL',
  options: {
    min: needed(u32, 'seconds'),
    max: needed(u32, 'seconds'),
    types: given(v.array(u16, 'expected a list of type numbers'), [], 'type numbers; empty: all'),
  },
  build: ({ min, max, types }) => {
    const wanted = new Set(types);
    return ({ packet }) => {
      editTtls(packet, (ttl, { type }) =>
        wanted.size === 0 || wanted.has(type) ? Math.min(max, Math.max(min, ttl)) : ttl,
      );
      return undefined;
    };
  },
});
