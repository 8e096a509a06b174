/** What is wrong with a configuration, where, and how it is told. */

/** One problem or warning. Line and column count from 1; 0 when the value did not come from the file. */
export interface ConfigIssue {
  /** The file's name as it was given, or the option it came from. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Path of the key: `backends[1].address`. */
  readonly key: string;
  readonly message: string;
}

/** `proxy.yml:14:12 backends[1].address: expected IP or IP:port, got "192.0.2.300"`. */
export function formatIssue({ file, line, column, key, message }: ConfigIssue): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return key === '' ? `${place} ${message}` : `${place} ${key}: ${message}`;
}

/** A configuration that cannot be used. Carries every problem that was found. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[]) {
    super(issues.map(formatIssue).join('\n'));
    this.issues = issues;
  }
}

/** Keys and indexes as one text: `binds[0].listen_address`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');
}
