/** What is wrong with a zone file, and where. */

/** One mistake. */
export interface ZoneError {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in octets. */
  readonly column: number;
  readonly message: string;
}

/** `file:line:column: message`, as compilers write it. */
export function formatZoneError({ file, line, column, message }: ZoneError): string {
  return `${file}:${line}:${column}: ${message}`;
}
