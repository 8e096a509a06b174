import { bool, given, needed, refused, text, u16 } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';

/** An Extended DNS Error (RFC 8914) on the answer, if that has an OPT record. */
export const setExtendedDnsError = defineResponseAction({
  type: 'SetExtendedDNSError',
  options: {
    info_code: needed(u16, 'INFO-CODE'),
    extra_text: given(text, '', 'EXTRA-TEXT'),
    clear_existing_entries: refused(bool, true),
  },
  build: ({ info_code: code, extra_text: extra }) => {
    const wanted = { code, text: extra };
    return (query) => {
      query.wantedError = wanted;
      return undefined;
    };
  },
});
