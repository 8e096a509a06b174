/** Presentation format of names: dots, `\.` and `\DDD` (RFC 1035 §5.1, RFC 4343 §2.1). */
import { copyOctets } from './octets.ts';

const DOT = 0x2e;
const BACKSLASH = 0x5c;
const LABEL_MAX = 63;
const NAME_MAX = 255;
const ASCII_MAX = 0x7f;

const scratch = new Uint8Array(NAME_MAX);

/**
 * Parses `text` to wire octets. `@` is the origin, a missing final dot appends it. Undefined for an empty label, a
 * label over 63 octets, a name over 255, a bad escape, or a character over `octetMax`: by default one outside ASCII
 * (IDNA is the caller's business); 255 for text that has one octet per character.
 */
export function parseName(text: string, origin: Uint8Array, octetMax = ASCII_MAX): Uint8Array | undefined {
  if (text === '@') return origin;
  if (text === '.') return Uint8Array.of(0);
  if (text === '') return undefined;
  const wire = scratch;
  let start = 0; // where the current label's length octet goes
  let at = 1;
  for (let i = 0; i < text.length; i += 1) {
    let octet = text.charCodeAt(i);
    if (octet === DOT) {
      const length = at - start - 1;
      if (length === 0) return undefined;
      wire[start] = length;
      start = at;
      at += 1;
      if (start >= NAME_MAX) return undefined;
      continue;
    }
    if (octet > octetMax) return undefined;
    if (octet === BACKSLASH) {
      const escaped = readEscape(text, i, octetMax);
      if (escaped === undefined) return undefined;
      octet = escaped.octet;
      i = escaped.last;
    }
    if (at - start > LABEL_MAX || at >= NAME_MAX) return undefined;
    wire[at++] = octet;
  }
  const open = at - start - 1;
  wire[start] = open;
  if (open === 0) return copyOctets(wire, 0, at); // the text ended in a dot: this is the root's octet
  if (at + origin.length > NAME_MAX) return undefined;
  for (let i = 0; i < origin.length; i += 1) wire[at + i] = origin[i]!;
  return copyOctets(wire, 0, at + origin.length);
}

/** The octet that the escape at `at` stands for and the index of its last character; undefined when it is none, or
 *  stands for a character over `octetMax` written as it is. */
export function readEscape(
  text: string,
  at: number,
  octetMax: number = ASCII_MAX,
): { octet: number; last: number } | undefined {
  const first = text.charCodeAt(at + 1);
  if (Number.isNaN(first) || first > octetMax) return undefined;
  if (!isDigit(first)) return { octet: first, last: at + 1 };
  const second = text.charCodeAt(at + 2);
  const third = text.charCodeAt(at + 3);
  if (!isDigit(second) || !isDigit(third)) return undefined;
  const octet = (first - 48) * 100 + (second - 48) * 10 + (third - 48);
  return octet > 255 ? undefined : { octet, last: at + 3 };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Formats checked wire octets with a final dot. Dots and characters special in zone files get `\`, others `\DDD`. */
export function formatName(wire: Uint8Array): string {
  if (wire.length === 1) return '.';
  let text = '';
  for (let at = 0; wire[at] !== 0;) {
    const end = at + 1 + wire[at]!;
    for (at += 1; at < end; at += 1) text += LABEL_TEXT[wire[at]!]!;
    text += '.';
  }
  return text;
}

/** How each octet is written inside a label. */
const LABEL_TEXT: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  if (octet < 0x21 || octet > 0x7e) return `\\${String(octet).padStart(3, '0')}`;
  const char = String.fromCharCode(octet);
  return '."$();@\\'.includes(char) ? `\\${char}` : char;
});
