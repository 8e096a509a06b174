/** The options that every server takes (commands.md), and the app's own beside them. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';

import { readConfigFile, type Override } from '@span53/config';

import type { ConfigSource, ServerDefinition } from './server-definition.ts';

/** What the command line asks for. */
export interface CommandLine {
  readonly action: 'run' | 'check' | 'print' | 'version' | 'help' | 'healthcheck';
  readonly configFile: string | undefined;
  readonly overrides: readonly Override[];
  readonly options: ConfigSource['options'];
}

type Options = NonNullable<ParseArgsConfig['options']>;

const COMMON: Options = {
  config: { type: 'string', short: 'C' },
  set: { type: 'string', multiple: true },
  'check-config': { type: 'boolean' },
  'print-config': { type: 'boolean' },
  workers: { type: 'string' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

/** Parses arguments; a text is what is wrong with them. */
export function parseCommandLine<C>(definition: ServerDefinition<C>, argv: readonly string[]): CommandLine | string {
  const own = definition.options ?? {};
  const options: Options = { ...COMMON };
  for (const [name, { type, short, multiple }] of Object.entries(own)) {
    options[name] = {
      type,
      ...(short === undefined ? {} : { short }),
      ...(multiple === undefined ? {} : { multiple }),
    };
  }
  const healthcheck = argv[0] === 'healthcheck';
  let values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  try {
    ({ values } = parseArgs({ args: argv.slice(healthcheck ? 1 : 0), options, strict: true, allowPositionals: false }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const overrides: Override[] = [];
  for (const each of (values['set'] as string[] | undefined) ?? []) {
    const equals = each.indexOf('=');
    if (equals < 1) return `--set ${each}: expected KEY=VALUE`;
    overrides.push({ key: each.slice(0, equals), value: each.slice(equals + 1) });
  }
  if (values['workers'] !== undefined) overrides.push({ key: 'workers', value: String(values['workers']) });
  const action = healthcheck
    ? 'healthcheck'
    : values['help'] === true
      ? 'help'
      : values['version'] === true
        ? 'version'
        : values['check-config'] === true
          ? 'check'
          : values['print-config'] === true
            ? 'print'
            : 'run';
  const configFile = values['config'] as string | undefined;
  return { action, configFile, overrides, options: values };
}

/** Finds and reads the configuration; throws ConfigError when the file cannot be read. Undefined when there is none. */
export function findConfig<C>(definition: ServerDefinition<C>, line: CommandLine): ConfigSource | undefined {
  const { options, overrides } = line;
  const named = line.configFile ?? process.env[`SPAN53_${definition.name.toUpperCase()}_CONFIG`];
  const standard = [`${definition.name}.yml`, path.join('/etc/span53', `${definition.name}.yml`)];
  const candidates = [...(definition.configFiles?.(options) ?? []), ...standard];
  const file = named ?? candidates.find((candidate) => existsSync(candidate));
  if (file !== undefined) return { file, text: readConfigFile(file), overrides, options };
  if (definition.defaultConfig === undefined) return undefined;
  return { file: '(built-in defaults)', text: definition.defaultConfig, overrides, options };
}

/** The text of --help. */
export function helpText<C>(definition: ServerDefinition<C>): string {
  const rows: [string, string][] = [
    ['-C, --config FILE', 'configuration file'],
    ['--set KEY=VALUE', 'sets one key (dotted path); repeatable'],
    ['--check-config', 'checks the configuration, prints all problems, exits with 0 or 2'],
    ['--print-config', 'prints the effective configuration, secrets hidden'],
    ['--workers N', 'data worker threads'],
    ['--version', 'prints the version'],
    ['-h, --help', 'prints this'],
  ];
  for (const [name, { short, type, help }] of Object.entries(definition.options ?? {})) {
    rows.push([`${short === undefined ? '' : `-${short}, `}--${name}${type === 'string' ? ' VALUE' : ''}`, help]);
  }
  const width = Math.max(...rows.map(([flag]) => flag.length));
  const lines = rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`);
  const { name, summary } = definition;
  return `span53-${name}: ${summary}\n\nusage: span53 ${name} [options]\n\n${lines.join('\n')}\n`;
}
