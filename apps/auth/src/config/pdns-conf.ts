/** pdns.conf: `name=value` lines, turned into YAML so that one schema checks both. */
import { ConfigError, type ConfigIssue } from '@span53/config';

/** One setting and where it stands. */
export interface ConfSetting {
  readonly name: string;
  readonly value: string;
  readonly file: string;
  readonly line: number;
}

/** Reads a file that `include-dir` leads to. */
export interface ConfReader {
  /** Paths of the `*.conf` files of a folder, in order. */
  list(folder: string): readonly string[];
  read(file: string): string;
}

/** Settings in the order of their last mention; a later line wins, `+=` appends to what is there. */
export function parsePdnsConf(text: string, file: string, reader: ConfReader): ConfSetting[] {
  const settings = new Map<string, ConfSetting>();
  const issues: ConfigIssue[] = [];
  readInto(text, file, settings, issues);
  const folder = settings.get('include-dir')?.value;
  if (folder !== undefined && folder !== '') {
    for (const included of reader.list(folder)) readInto(reader.read(included), included, settings, issues);
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return withoutAlias([...settings.values()]);
}

function readInto(text: string, file: string, settings: Map<string, ConfSetting>, issues: ConfigIssue[]): void {
  text.split(/\r?\n/).forEach((whole, index) => {
    const content = whole.replace(/(?:^|\s)#.*$/, '').trim();
    if (content === '') return;
    const line = index + 1;
    const match = /^([a-z0-9][a-z0-9-]*)\s*(\+?=)\s*(.*)$/i.exec(content);
    if (match === null) {
      issues.push({ file, line, column: 1, key: '', message: 'expected name=value' });
      return;
    }
    const [, name, operator, value] = match as unknown as [string, string, string, string];
    const before = operator === '+=' ? settings.get(name)?.value : undefined;
    settings.delete(name);
    settings.set(name, { name, value: before === undefined ? value : `${before}, ${value}`, file, line });
  });
}

/** `launch=gsqlite3:x` moves the settings to `gsqlite3-x-*`. */
function withoutAlias(settings: readonly ConfSetting[]): ConfSetting[] {
  const launch = settings.find(({ name }) => name === 'launch');
  const alias = /^gsqlite3:([\w-]+)$/.exec(launch?.value ?? '')?.[1];
  if (alias === undefined) return [...settings];
  return settings.map((setting) => {
    if (setting === launch) return { ...setting, value: 'gsqlite3' };
    return { ...setting, name: setting.name.replace(`gsqlite3-${alias}-`, 'gsqlite3-') };
  });
}

/** The settings as YAML, one a line: the line of a problem is the setting's index plus one. */
export function yamlOfSettings(settings: readonly ConfSetting[]): string {
  return settings.map(({ name, value }) => `${JSON.stringify(name)}: ${JSON.stringify(value)}\n`).join('');
}

/** Puts problems of that YAML back to where the settings stand. */
export function placeIssue(issue: ConfigIssue, settings: readonly ConfSetting[]): ConfigIssue {
  const setting = issue.line > 0 ? settings[issue.line - 1] : undefined;
  return setting === undefined ? issue : { ...issue, file: setting.file, line: setting.line, column: 1 };
}
