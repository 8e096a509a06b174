/** Text of octets: what stands in quotes in a zone file (RFC 1035 §5.1). */
import { readEscape } from '../wire/index.ts';

const BACKSLASH = 0x5c;

/** The octets a token stands for, escapes resolved; undefined for a bad escape. One octet per character. */
export function unescape(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(text.length);
  if (!text.includes('\\')) {
    for (let at = 0; at < text.length; at += 1) octets[at] = text.charCodeAt(at);
    return octets;
  }
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    let octet = text.charCodeAt(at);
    if (octet === BACKSLASH) {
      const escaped = readEscape(text, at, 0xff);
      if (escaped === undefined) return undefined;
      octet = escaped.octet;
      at = escaped.last;
    }
    octets[length++] = octet;
  }
  return octets.slice(0, length);
}

/** How each octet is written between quotes. */
const QUOTED_TEXT: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  if (octet < 0x20 || octet > 0x7e) return `\\${String(octet).padStart(3, '0')}`;
  const char = String.fromCharCode(octet);
  return char === '"' || char === '\\' ? `\\${char}` : char;
});

/** The octets in quotes, with `\"`, `\\` and `\DDD`. */
export function formatQuoted(octets: Uint8Array): string {
  return `"${escapeQuoted(octets)}"`;
}

/** The same without the quotes around. */
export function escapeQuoted(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += QUOTED_TEXT[octet]!;
  return text;
}
