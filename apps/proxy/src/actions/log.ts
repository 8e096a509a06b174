import { bool, given, refused, text, unused } from '@span53/config';

import { defineAction } from '../catalogue.ts';
import { lineStart, queryLine } from '../log-line.ts';

/** One line per query. */
export const log = defineAction({
  type: 'Log',
  options: {
    file_name: given(text, '', 'file to write to; empty: the log'),
    binary: refused(bool, false),
    append: given(bool, false, 'keep what the file has'),
    buffered: unused(bool),
    verbose_only: given(bool, true, 'without a file: only when verbose'),
    include_timestamp: given(bool, false, 'the time in front'),
  },
  build: (options, build) => {
    const { plane } = build;
    const { file_name: fileName, append, verbose_only: verboseOnly, include_timestamp: stamped } = options;
    if (fileName !== '' && options.binary === undefined) {
      build.problem('files are binary unless told, and only `binary: false` is supported by Span53', 'file_name');
    }
    const write = plane.lines(fileName === '' ? undefined : { fileName, append }, verboseOnly);
    if (write === undefined) return () => undefined;
    return (query) => {
      write(lineStart(plane, stamped) + queryLine(query));
      return undefined;
    };
  },
});
