import { bool, given, text, unused } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';
import { lineStart, responseLine } from '../log-line.ts';

/** One line per response. */
export const log = defineResponseAction({
  type: 'Log',
  options: {
    file_name: given(text, '', 'file to write to; empty: the log'),
    append: given(bool, false, 'keep what the file has'),
    buffered: unused(bool),
    verbose_only: given(bool, true, 'without a file: only when verbose'),
    include_timestamp: given(bool, false, 'the time in front'),
  },
  build: (options, { plane }) => {
    const { file_name: fileName, append, verbose_only: verboseOnly, include_timestamp: stamped } = options;
    const write = plane.lines(fileName === '' ? undefined : { fileName, append }, verboseOnly);
    if (write === undefined) return () => undefined;
    return (query) => {
      write(lineStart(plane, stamped) + responseLine(query));
      return undefined;
    };
  },
});
