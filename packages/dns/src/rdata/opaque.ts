/** RDATA of unknown type, or in unknown form: `\# length hex` (RFC 3597 §5). */
import { formatHex, parseHex } from './base-encodings.ts';
import { parseNumber } from './times.ts';
import type { TextReader } from './text-reader.ts';

/** The token that announces the form, as a zone file has it. */
export const OPAQUE_MARK = '\\#';

/** Reads `\# length hex...` up to the end of the entry. */
export function parseOpaque(t: TextReader): Uint8Array {
  t.take(OPAQUE_MARK, (text) => (text === OPAQUE_MARK ? text : undefined));
  const length = t.take('the RDATA length', (text) => parseNumber(text, 0xffff)) ?? 0;
  let text = '';
  while (t.remaining > 0) text += t.word('hex digits');
  const octets = parseHex(text);
  if (octets === undefined) t.fail('expected pairs of hex digits');
  else if (octets.length !== length) t.fail(`RDATA has ${octets.length} octets, not the ${length} it announces`);
  return octets ?? new Uint8Array(0);
}

/** The form every type and every content has. */
export function formatOpaque(octets: Uint8Array): string {
  const digits = octets.length === 0 ? '' : ` ${formatHex(octets)}`;
  return `${OPAQUE_MARK} ${octets.length}${digits}`;
}
