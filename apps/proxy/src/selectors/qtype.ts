import { given, parsed, u16 } from '@span53/config';
import { parseRType } from '@span53/dns/wire';

import { defineSelector } from '../catalogue.ts';

const qtypeOrEmpty = parsed('a record type', (value) => (value === '' ? -1 : parseRType(value)));

/** The question's type, by mnemonic or number. */
export const qtype = defineSelector({
  type: 'QType',
  options: {
    qtype: given(qtypeOrEmpty, '', 'mnemonic in any case, or TYPEnnn'),
    numeric_value: given(u16, 0, 'type number, when `qtype` is empty'),
  },
  build: ({ qtype: named, numeric_value: numeric }) => {
    const wanted = named < 0 ? numeric : named;
    return ({ view }) => view.qtype === wanted;
  },
});
