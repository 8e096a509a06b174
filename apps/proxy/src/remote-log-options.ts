/** Options that the RemoteLog actions of query and response rules share. */
import { bool, given, refused, refusedBlock, text, texts } from '@span53/config';

import type { LogOptions } from './remote-logger.ts';

/** The common part of both actions' options. */
export const remoteLogEntries = {
  alter_function_name: refused(text, ''),
  alter_function_code: refused(text, ''),
  alter_function_file: refused(text, ''),
  server_id: given(text, '', 'identity in the message; empty: as `use_server_id` says'),
  use_server_id: given(bool, false, '`general.server_id` as identity'),
  ip_encrypt_key: refused(text, ''),
  ip_encrypt_method: refused(text, 'legacy'),
  export_tags: given(texts, [], 'tags in the message: names, or `*` for all'),
  export_tags_key_only: given(bool, false, 'their names without values'),
  export_tags_prefixes: given(texts, [], 'every tag that starts so'),
  export_tags_strip_prefixes: given(bool, false, 'without that start'),
  metas: refusedBlock,
};

/** What both actions read. */
interface CommonOptions {
  readonly server_id: string;
  readonly use_server_id: boolean;
  readonly export_tags: readonly string[];
  readonly export_tags_key_only: boolean;
  readonly export_tags_prefixes: readonly string[];
  readonly export_tags_strip_prefixes: boolean;
  readonly include_cname?: boolean;
  readonly export_extended_errors_to_meta?: string;
  readonly delay?: boolean;
}

/** The options as loggers take them. `ownId` is what `use_server_id` stands for. */
export function logOptions(options: CommonOptions, ownId: string): LogOptions {
  const ids = [options.server_id, options.use_server_id ? ownId : ''];
  return {
    serverId: ids.find((id) => id !== ''),
    exportTags: options.export_tags,
    exportTagPrefixes: options.export_tags_prefixes,
    exportTagsKeyOnly: options.export_tags_key_only,
    stripTagPrefixes: options.export_tags_strip_prefixes,
    includeCname: options.include_cname ?? false,
    errorsToMeta: options.export_extended_errors_to_meta ?? '',
    delay: options.delay ?? false,
  };
}
