import { bool, given, needed, text } from '@span53/config';

import { defineResponseAction } from '../catalogue.ts';
import { logOptions, remoteLogEntries } from '../remote-log-options.ts';

/** A PowerDNS protobuf message about the response. */
export const remoteLog = defineResponseAction({
  type: 'RemoteLog',
  options: {
    logger_name: needed(text, 'an entry of `remote_logging.protobuf_loggers`'),
    ...remoteLogEntries,
    include_cname: given(bool, false, 'CNAME records beside A and AAAA'),
    export_extended_errors_to_meta: given(text, '', 'meta field for Extended DNS Errors; empty: none'),
    delay: given(bool, false, 'send when the query has ended, with the whole trace'),
  },
  build: (options, build) => {
    const logger = build.logger(options.logger_name, 'logger_name');
    const settings = logOptions(options, build.plane.serverId);
    return (query) => {
      logger?.logResponse(query, settings);
      return undefined;
    };
  },
});
