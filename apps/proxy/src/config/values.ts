/** Values as dnsdist writes them, where that differs from what all our servers share (reference 1.4). */
import { parsed } from '@span53/config';
import { parseOpcode, parseRClass, parseRCode, parseRType } from '@span53/dns/wire';

/** A short name in lower case, or a decimal string up to 255. Names of codes above 15 are written as numbers. */
export const rcode = parsed('an rcode such as "refused" or "5"', (value) => {
  const decimal = /^\d{1,3}$/.test(value);
  const code = /^rcode\d\d$/.test(value) ? Number(value.slice(5)) : parseRCode(value);
  if (code === undefined || value !== value.toLowerCase() || code > (decimal ? 255 : 15)) return undefined;
  return code;
});

export const opcode = parsed('an opcode such as "notify" or "5"', (value) => parseOpcode(value));

/** A mnemonic in any case, or `TYPEnnn`. */
export const qtype = parsed('a record type', (value) => parseRType(value));

/** dnsdist's four class names; `CH` is not one of them. Undefined for anything else. */
export function parseQclass(value: string): number | undefined {
  const name = value.toUpperCase();
  if (name === 'CHAOS') return 3;
  return name === 'CH' || name === 'HS' ? undefined : parseRClass(name);
}
