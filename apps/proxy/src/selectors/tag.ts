import { bool, given, needed, text } from '@span53/config';

import { defineSelector } from '../catalogue.ts';

/** The query has this tag; with a value, exactly this one. */
export const tag = defineSelector({
  type: 'Tag',
  options: {
    tag: needed(text, 'name of the tag'),
    value: given(text, '', 'its value; empty: any'),
    'empty-as-wildcard': given(bool, true, 'false: an empty `value` means the empty value'),
  },
  build: (options) => {
    const { tag: name, value } = options;
    if (value === '' && options['empty-as-wildcard']) return ({ tags }) => tags?.has(name) === true;
    return ({ tags }) => tags?.get(name) === value;
  },
});
