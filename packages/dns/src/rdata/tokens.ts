/** Splits zone-file text into the tokens of one entry (RFC 1035 §5.1). */

const ORDINARY = 0;
const SPACE = 1;
const NEWLINE = 2;
const OPEN = 3;
const CLOSE = 4;
const COMMENT = 5;
const QUOTE = 6;
const ESCAPE = 7;
const NUL = 8;

const CLASSES = new Uint8Array(256);
CLASSES[0x20] = SPACE;
CLASSES[0x09] = SPACE;
CLASSES[0x0d] = SPACE;
CLASSES[0x0a] = NEWLINE;
CLASSES[0x28] = OPEN;
CLASSES[0x29] = CLOSE;
CLASSES[0x3b] = COMMENT;
CLASSES[0x22] = QUOTE;
CLASSES[0x5c] = ESCAPE;
CLASSES[0x00] = NUL;

/** The entry goes on behind the text that is here: call again from the same offset with more of it. */
export const NEEDS_MORE = -1;

const QUOTED = 1;
const GLUED = 2;

/** The tokens of one entry, as the text has them: escapes are still in. Reused from entry to entry. */
export class TokenList {
  count = 0;
  /** The entry's line starts with white space: its owner is that of the entry before. */
  leadingBlank = false;
  /** What is wrong with the entry's parentheses or quotes, and where. */
  problem: { message: string; offset: number } | undefined;
  /** Octets of one entry that are looked at; an entry that is longer asks for more text even when there is. */
  readonly octetsMax: number;
  readonly #texts: string[] = [];
  readonly #offsets: number[] = [];
  readonly #flags: number[] = [];

  constructor(octetsMax: number = Number.POSITIVE_INFINITY) {
    this.octetsMax = octetsMax;
  }

  clear(): void {
    this.count = 0;
    this.leadingBlank = false;
    this.problem = undefined;
  }

  push(text: string, offset: number, flags: number): void {
    this.#texts[this.count] = text;
    this.#offsets[this.count] = offset;
    this.#flags[this.count] = flags;
    this.count += 1;
  }

  text(index: number): string {
    return this.#texts[index]!;
  }

  /** Where the token starts in the scanned text. */
  offset(index: number): number {
    return this.#offsets[index]!;
  }

  isQuoted(index: number): boolean {
    return (this.#flags[index]! & QUOTED) !== 0;
  }

  /** True for a quoted token directly behind the one before: `alpn="h2"`. */
  isGlued(index: number): boolean {
    return (this.#flags[index]! & GLUED) !== 0;
  }
}

/** Reads the entry at `from` into `tokens` and returns the offset behind it, or NEEDS_MORE unless `isLast`. The text
 *  holds one octet per character (Latin-1). After a problem the entry ends with the line that has it; a parenthesis
 *  that nobody closes takes the rest of the text, or text full of them would be read again and again. */
export function scanEntry(text: string, from: number, tokens: TokenList, isLast: boolean): number {
  tokens.clear();
  const length = Math.min(text.length, from + tokens.octetsMax);
  const scan: Scan = { tokens, length, isLast: isLast && length === text.length };
  let at = from;
  let depth = 0;
  let opened = 0;
  tokens.leadingBlank = at < length && CLASSES[text.charCodeAt(at) & 0xff] === SPACE;
  let tokenEnd = -1;
  while (at < length) {
    const start = at;
    switch (CLASSES[text.charCodeAt(at) & 0xff]) {
      case NEWLINE:
        if (depth === 0) return at + 1;
        at += 1;
        break;
      case SPACE:
        at += 1;
        break;
      case OPEN:
        if (depth === 0) opened = at;
        depth += 1;
        at += 1;
        break;
      case CLOSE:
        if (depth === 0) return failLine(text, at, scan, 'closing parenthesis without an opening one');
        depth -= 1;
        at += 1;
        break;
      case COMMENT: {
        const end = text.indexOf('\n', at);
        at = end < 0 || end > length ? length : end;
        break;
      }
      case NUL:
        return failLine(text, at, scan, 'a NUL octet outside quotes');
      case QUOTE: {
        const end = quoteEnd(text, at + 1, length);
        if (end < 0) return scan.isLast ? failLine(text, firstOverLines(tokens) ?? at, scan, UNBALANCED) : NEEDS_MORE;
        tokens.push(text.slice(at + 1, end), start, tokenEnd === start ? QUOTED | GLUED : QUOTED);
        at = end + 1;
        break;
      }
      default:
        at = wordEnd(text, at, length);
        if (at === BROKEN) return failLine(text, start, scan, 'backslash at the end of the line');
        if (at > length) {
          return scan.isLast ? failLine(text, start, scan, 'backslash at the end of the text') : NEEDS_MORE;
        }
        tokens.push(text.slice(start, at), start, 0);
        tokenEnd = at;
    }
  }
  if (!scan.isLast) return NEEDS_MORE;
  if (depth > 0) failLine(text, opened, scan, 'unclosed parenthesis');
  return length;
}

interface Scan {
  readonly tokens: TokenList;
  /** Where to stop. */
  readonly length: number;
  /** No text comes behind `length`. */
  readonly isLast: boolean;
}

const BROKEN = -2;
const UNBALANCED = 'unbalanced quotes';
const CARRIAGE_RETURN = 0x0d;

/** The offset of the closing quote, -1 when the text ends before it. The ends of lines are octets like others: text in
 *  quotes can have them (RFC 1035 §5.1). */
function quoteEnd(text: string, from: number, length: number): number {
  for (let at = from; at < length; at += 1) {
    const kind = CLASSES[text.charCodeAt(at) & 0xff];
    if (kind === QUOTE) return at;
    if (kind === ESCAPE) at += 1;
  }
  return -1;
}

/** The offset of the first quotes that go over the end of a line. When one is left open at the end, it was most likely
 *  forgotten there, and the lines below are no text. */
function firstOverLines(tokens: TokenList): number | undefined {
  for (let index = 0; index < tokens.count; index += 1) {
    if (tokens.isQuoted(index) && tokens.text(index).includes('\n')) return tokens.offset(index);
  }
  return undefined;
}

/** The offset behind the word; one more than `length` when it ends in an open escape, BROKEN when its line does: the
 *  next one would become part of the word. */
function wordEnd(text: string, from: number, length: number): number {
  let at = from;
  for (; at < length; at += 1) {
    const kind = CLASSES[text.charCodeAt(at) & 0xff]!;
    if (kind === ORDINARY) continue;
    if (kind !== ESCAPE) return at;
    at += 1;
    const next = text.charCodeAt(at) === CARRIAGE_RETURN ? at + 1 : at;
    if (next >= length) return length + 1;
    if (CLASSES[text.charCodeAt(next) & 0xff] === NEWLINE) return BROKEN;
  }
  return at;
}

/** The entry is wrong from `offset` on; it ends with the line that has it, once that is all there. */
function failLine(text: string, offset: number, scan: Scan, message: string): number {
  const end = text.indexOf('\n', offset);
  if ((end < 0 || end >= scan.length) && !scan.isLast) return NEEDS_MORE;
  scan.tokens.clear();
  scan.tokens.problem = { message, offset };
  return end < 0 ? text.length : end + 1;
}

/** Zone-file text as octets, one per character: what scanEntry wants. ASCII comes back as it is. */
export function octetText(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
