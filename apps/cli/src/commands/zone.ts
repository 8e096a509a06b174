/** `span53 zone`: zones of an authoritative server's database, with pdnsutil's words. */
import { parseArgs } from 'node:util';

import {
  authDefinition,
  checkStoredZone,
  createZone,
  DatabaseError,
  deleteZone,
  exportZone,
  listZones,
  loadZones,
  ZoneFileError,
} from '@span53/auth';
import { ConfigError, formatIssue, readConfigFile } from '@span53/config';
import type { DNSName } from '@span53/dns/wire';
import { formatFinding } from '@span53/dns/zonefile';

import { usageError, type Command } from '../command.ts';
import { parseTypedName } from '../typed-name.ts';

/** What one verb needs. */
interface ZoneCall {
  readonly database: string;
  readonly zone: DNSName;
  /** Words behind the zone. */
  readonly rest: readonly string[];
}

/** A verb: how many words it takes behind itself, and its work; the result is the exit code. */
interface Verb {
  readonly usage: string;
  readonly words: readonly [least: number, most: number];
  run(call: ZoneCall): number;
}

const VERBS: Readonly<Record<string, Verb>> = {
  list: {
    usage: '[ZONE]',
    words: [0, 1],
    run: ({ database, zone, rest }) => {
      if (rest.length > 0) process.stdout.write(exportZone(database, zone));
      else for (const { name, kind } of listZones(database)) process.stdout.write(`${name}\t${kind}\n`);
      return 0;
    },
  },
  create: {
    usage: 'ZONE [NAMESERVER...]',
    words: [1, 14],
    run: ({ database, zone, rest }) => {
      const nameservers = rest.slice(1).map((text) => parseName(text));
      createZone(database, zone, { nameservers });
      return 0;
    },
  },
  load: {
    usage: 'ZONE FILE [ZONE FILE ...]',
    words: [2, 1000],
    run: ({ database, rest }) => {
      const files = Array.from({ length: Math.floor(rest.length / 2) }, (_, i) => ({
        origin: parseName(rest[2 * i]!),
        file: rest[2 * i + 1]!,
      }));
      for (const { origin, records, warnings } of loadZones(database, files)) {
        process.stdout.write(`${origin}: ${records} records\n`);
        for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
      }
      return 0;
    },
  },
  check: {
    usage: 'ZONE',
    words: [1, 1],
    run: ({ database, zone }) => {
      const { findings, broken } = checkStoredZone(database, zone);
      for (const text of broken) process.stdout.write(`error: ${text}\n`);
      for (const finding of findings) process.stdout.write(`${formatFinding(finding)}\n`);
      const errors = broken.length + findings.filter(({ severity }) => severity === 'error').length;
      process.stdout.write(`${zone}: ${errors} errors, ${findings.length + broken.length - errors} warnings\n`);
      return errors === 0 ? 0 : 1;
    },
  },
  export: {
    usage: 'ZONE',
    words: [1, 1],
    run: ({ database, zone }) => {
      process.stdout.write(exportZone(database, zone));
      return 0;
    },
  },
  delete: {
    usage: 'ZONE',
    words: [1, 1],
    run: ({ database, zone }) => {
      if (deleteZone(database, zone)) return 0;
      process.stderr.write(`span53 zone: ${database} has no zone ${zone}\n`);
      return 1;
    },
  },
};

/** A word that should have been a domain name. */
class NameError extends Error {}

function parseName(text: string): DNSName {
  const name = parseTypedName(text);
  if (name === undefined) throw new NameError(`${JSON.stringify(text)} is no domain name`);
  return name;
}

export const zone: Command = {
  name: 'zone',
  usage: `${Object.keys(VERBS).join('|')} ZONE ... --database FILE | --config FILE`,
  details: [
    ...Object.entries(VERBS).map(([name, verb]) => `${name} ${verb.usage}`),
    '',
    '--database FILE    the SQLite file; create makes it',
    '-C, --config FILE  of an authoritative server: its gsqlite3-database',
  ],
  run: async (args) => {
    let parsed: ReturnType<typeof parse>;
    try {
      parsed = parse(args);
    } catch (error) {
      return usageError(zone, error instanceof Error ? error.message : String(error));
    }
    const [name = '', ...rest] = parsed.positionals;
    const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
    if (verb === undefined) return usageError(zone, `no verb ${JSON.stringify(name)}`);
    const [least, most] = verb.words;
    if (rest.length < least || rest.length > most || (name === 'load' && rest.length % 2 !== 0)) {
      return usageError(
        { name: `zone ${name}`, usage: `${verb.usage} --database FILE | --config FILE` },
        'wrong words',
      );
    }
    try {
      const database = parsed.values.database ?? databaseOf(parsed.values.config);
      if (database === undefined) return usageError(zone, 'name the database: --database FILE or --config FILE');
      return verb.run({ database, zone: parseName(rest[0] ?? '.'), rest });
    } catch (error) {
      return explain(error);
    }
  },
};

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { database: { type: 'string' }, config: { type: 'string', short: 'C' } },
  });
}

/** `gsqlite3-database` of a server's configuration. */
function databaseOf(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const source = { file, text: readConfigFile(file), overrides: [], options: {} };
  return authDefinition(import.meta.url).load(source).config.keys['gsqlite3-database'];
}

/** Every mistake on a line of its own; what is not the operator's is a bug and thrown on. */
function explain(error: unknown): number {
  if (error instanceof ConfigError) {
    for (const issue of error.issues) process.stderr.write(`${formatIssue(issue)}\n`);
    return 2;
  }
  if (error instanceof NameError) return usageError(zone, error.message);
  if (!(error instanceof ZoneFileError) && !(error instanceof DatabaseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 1;
}
