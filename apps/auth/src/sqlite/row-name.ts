/** Names as PowerDNS writes them into its tables: lowered, without final dot, the root as `.`. */
import { DNSName } from '@span53/dns/wire';

/** How each octet of a label is written: only dot, backslash, and what is not printable ASCII, has an escape. */
const OCTET_TEXT: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  if (octet <= 0x20 || octet >= 0x7f) return `\\${String(octet).padStart(3, '0')}`;
  const char = String.fromCharCode(octet).toLowerCase();
  return char === '.' || char === '\\' ? `\\${char}` : char;
});

/** The text that the columns `domains.name` and `records.name` have for a name. */
export function rowName({ wire }: DNSName): string {
  if (wire.length === 1) return '.';
  let text = '';
  for (let at = 0; wire[at] !== 0;) {
    const end = at + 1 + wire[at]!;
    for (at += 1; at < end; at += 1) text += OCTET_TEXT[wire[at]!]!;
    if (wire[at] !== 0) text += '.';
  }
  return text;
}

/**
 * The name of a row; undefined when the column holds none, or one in a form that no query would find: upper case or
 * needless escapes (the index compares octets).
 */
export function parseRowName(text: unknown): DNSName | undefined {
  if (typeof text !== 'string') return undefined;
  // With a final dot, so that `@` is a label and no origin.
  const name = DNSName.parse(text === '.' ? text : `${text}.`);
  return name !== undefined && rowName(name) === text ? name : undefined;
}
