/** `span53 check FILE`: checks any of our configuration files. */
import { formatIssue, ConfigError, parseYaml, readConfigFile } from '@span53/config';

import { usageError, type Command } from '../command.ts';
import { loadDefinition, SERVER_NAMES, type ServerName } from '../servers.ts';

/** Top-level keys that only one kind of file has. */
const TELLTALE: Readonly<Record<ServerName, readonly string[]>> = {
  proxy: ['binds', 'backends', 'query_rules', 'response_rules', 'pools', 'packet_caches', 'remote_logging'],
  recursor: ['incoming', 'recursor', 'outgoing', 'recordcache', 'packetcache', 'dnssec', 'webservice'],
  auth: ['local-address', 'local-port', 'launch', 'gsqlite3-database', 'webserver-address', 'api-key'],
  collector: ['otlp', 'pdns_protobuf', 'store', 'forward', 'tail'],
};

export const check: Command = {
  name: 'check',
  usage: 'FILE...',
  run: async (args) => {
    if (args.length === 0 || args.some((arg) => arg.startsWith('-')))
      return usageError(check, 'name one or more files');
    let bad = 0;
    for (const file of args) if (!(await checkFile(file))) bad += 1;
    return bad === 0 ? 0 : 2;
  },
};

async function checkFile(file: string): Promise<boolean> {
  try {
    const text = readConfigFile(file);
    const name = kindOf(file, text);
    if (name === undefined) {
      process.stderr.write(`${file}: no key tells whether it is for ${SERVER_NAMES.join(', ')}\n`);
      return false;
    }
    const { warnings } = (await loadDefinition(name)).load({ file, text, overrides: [], options: {} });
    for (const warning of warnings) process.stderr.write(`warning: ${formatIssue(warning)}\n`);
    process.stdout.write(`${file}: a good ${name} configuration\n`);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const issue of error.issues) process.stderr.write(`${formatIssue(issue)}\n`);
    return false;
  }
}

/** By name (`pdns.conf`, `proxy.yml`), else by the keys in it. */
function kindOf(file: string, text: string): ServerName | undefined {
  if (file.endsWith('.conf')) return 'auth';
  const named = SERVER_NAMES.find((name) => new RegExp(`(^|/)${name}[^/]*\\.ya?ml$`).test(file));
  if (named !== undefined) return named;
  const { value } = parseYaml(text, file);
  const keys = Object.keys((value ?? {}) as object);
  return SERVER_NAMES.find((name) => keys.some((key) => TELLTALE[name].includes(key)));
}
