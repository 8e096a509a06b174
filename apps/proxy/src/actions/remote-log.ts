import { needed, text } from '@span53/config';

import { defineAction } from '../catalogue.ts';
import { logOptions, remoteLogEntries } from '../remote-log-options.ts';

/** A PowerDNS protobuf message about the query. */
export const remoteLog = defineAction({
  type: 'RemoteLog',
  options: { logger_name: needed(text, 'an entry of `remote_logging.protobuf_loggers`'), ...remoteLogEntries },
  build: (options, build) => {
    const logger = build.logger(options.logger_name, 'logger_name');
    const settings = logOptions(options, build.plane.serverId);
    return (query) => {
      logger?.logQuery(query, settings);
      return undefined;
    };
  },
});
