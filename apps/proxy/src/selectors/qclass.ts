import { given, parsed, u16 } from '@span53/config';

import { defineSelector } from '../catalogue.ts';
import { parseQclass } from '../config/values.ts';

const qclassOrEmpty = parsed('IN, CHAOS, NONE or ANY', (value) => (value === '' ? -1 : parseQclass(value)));

/** The question's class, by name or number. */
export const qclass = defineSelector({
  type: 'QClass',
  options: {
    qclass: given(qclassOrEmpty, '', 'IN, CHAOS, NONE, ANY'),
    numeric_value: given(u16, 0, 'class number, when `qclass` is empty'),
  },
  build: ({ qclass: named, numeric_value: numeric }) => {
    const wanted = named < 0 ? numeric : named;
    return ({ view }) => view.qclass === wanted;
  },
});
