/** A cursor over the tokens of one record's RDATA. It fails once and stays failed, so codecs need no checks. */
import { IPAddress } from '../inet/index.ts';
import { DNSName, parseRType } from '../wire/index.ts';
import { parseBase32Hex, parseBase64, parseHex } from './base-encodings.ts';
import { unescape } from './char-string.ts';
import { parseNumber, parseSeconds, parseTimestamp } from './times.ts';
import type { TokenList } from './tokens.ts';

const NOTHING = new Uint8Array(0);

/** Reads tokens in order; every method takes one token unless it says otherwise. */
export class TextReader {
  readonly origin: DNSName;
  /** The first thing that was wrong. */
  problem: string | undefined;
  readonly #tokens: TokenList;
  #at: number;
  readonly #octets: boolean;

  /** With `octets`, names may have octets outside ASCII as they are, as in zone files. */
  constructor(tokens: TokenList, origin: DNSName, { at = 0, octets = false }: { at?: number; octets?: boolean } = {}) {
    this.#tokens = tokens;
    this.origin = origin;
    this.#at = at;
    this.#octets = octets;
  }

  /** Tokens left; zero after a failure, so that loops end. */
  get remaining(): number {
    return this.problem === undefined ? this.#tokens.count - this.#at : 0;
  }

  /** Index of the next token; of the one behind the wrong one after a failure. */
  get index(): number {
    return this.#at;
  }

  fail(message: string): void {
    this.problem ??= message;
  }

  /** The next token's text without taking it; undefined at the end. Quoted tokens show as undefined too. */
  peek(): string | undefined {
    return this.remaining > 0 && !this.#tokens.isQuoted(this.#at) ? this.#tokens.text(this.#at) : undefined;
  }

  /** A token that is not in quotes, as written. */
  word(expected: string): string {
    if (this.remaining > 0 && !this.#tokens.isQuoted(this.#at)) return this.#tokens.text(this.#at++);
    if (this.remaining > 0) {
      this.#at += 1;
      this.fail(`expected ${expected}, got a quoted string`);
    } else this.fail(`expected ${expected}, got the end of the record`);
    return '';
  }

  /** A word, and the quoted string right behind its `=` (RFC 9460 §2.1); the text still has its escapes. */
  pair(expected: string): { text: string; quoted: boolean } {
    const text = this.word(expected);
    const quoted = text.endsWith('=') && this.remaining > 0 && this.#tokens.isGlued(this.#at);
    return quoted ? { text: text + this.#tokens.text(this.#at++), quoted } : { text, quoted };
  }

  /** A number from 0 to `max`. */
  number(max: number): number {
    const text = this.word('a number');
    if (this.problem !== undefined) return 0;
    const value = parseNumber(text, max);
    if (value === undefined) this.#unexpected(`a number up to ${max}`, text);
    return value ?? 0;
  }

  u8(): number {
    return this.number(0xff);
  }

  u16(): number {
    return this.number(0xffff);
  }

  u32(): number {
    return this.number(0xffff_ffff);
  }

  /** Seconds, as a number or like `1h30m`. */
  seconds(): number {
    return this.take('a time', parseSeconds) ?? 0;
  }

  /** A signature time as 32-bit seconds. */
  timestamp(): number {
    return this.take('YYYYMMDDHHmmSS or seconds', parseTimestamp) ?? 0;
  }

  /** A name, relative to the origin unless it ends in a dot. */
  name(): DNSName {
    const text = this.word('a name');
    if (this.problem !== undefined) return DNSName.root;
    const name = this.#octets ? DNSName.parseOctets(text, this.origin) : DNSName.parse(text, this.origin);
    if (name === undefined) this.#unexpected('a name', text);
    return name ?? DNSName.root;
  }

  /** An RR type's mnemonic or TYPEn. */
  rtype(): number {
    return this.take('a type', parseTypeName) ?? 0;
  }

  /** The same, or just the number, as RFC 2535 has unknown types. */
  rtypeOrNumber(): number {
    return this.take('a type', parseTypeOrNumber) ?? 0;
  }

  address(family: 4 | 6): IPAddress {
    const isV4 = family === 4;
    return this.take(isV4 ? 'an IPv4 address' : 'an IPv6 address', isV4 ? parseIPv4 : parseIPv6) ?? IPAddress.anyV4;
  }

  /** A quoted string or a word of at most 255 octets. */
  charString(): Uint8Array {
    const octets = this.octets();
    if (octets.length > 255) this.fail(`a string has at most 255 octets, this one ${octets.length}`);
    return octets;
  }

  /** A quoted string or a word of any length. */
  octets(): Uint8Array {
    if (this.remaining === 0) {
      this.fail('expected a string, got the end of the record');
      return NOTHING;
    }
    const octets = unescape(this.#tokens.text(this.#at++));
    if (octets === undefined) this.fail('bad escape in a string');
    return octets ?? NOTHING;
  }

  /** One word of hex digits. */
  hex(): Uint8Array {
    return this.take('hex digits', parseHex) ?? NOTHING;
  }

  /** One word of base64. */
  base64(): Uint8Array {
    return this.take('base64', parseBase64) ?? NOTHING;
  }

  /** One word of base32hex without padding. */
  base32Hex(): Uint8Array {
    return this.take('base32hex', parseBase32Hex) ?? NOTHING;
  }

  /** All words left, as hex digits; at least one octet. */
  hexRest(): Uint8Array {
    return this.#rest('hex digits', parseHex);
  }

  /** All words left, as base64; at least one octet. */
  base64Rest(): Uint8Array {
    return this.#rest('base64', parseBase64);
  }

  /** `hexRest`, or `0` alone for one zero octet. */
  hexOrZero(): Uint8Array {
    return this.#isZero() ? Uint8Array.of(0) : this.hexRest();
  }

  /** `base64Rest`, or `0` alone for one zero octet. */
  base64OrZero(): Uint8Array {
    return this.#isZero() ? Uint8Array.of(0) : this.base64Rest();
  }

  #isZero(): boolean {
    if (this.remaining !== 1 || this.peek() !== '0') return false;
    this.#at += 1;
    return true;
  }

  /** The value `parse` finds in the next word; fails when it finds none. */
  take<T>(expected: string, parse: (text: string) => T | undefined): T | undefined {
    const text = this.word(expected);
    if (this.problem !== undefined) return undefined;
    const value = parse(text);
    if (value === undefined) this.#unexpected(expected, text);
    return value;
  }

  #unexpected(expected: string, text: string): void {
    this.fail(`expected ${expected}, got "${shorten(text)}"`);
  }

  #rest(expected: string, parse: (text: string) => Uint8Array | undefined): Uint8Array {
    let text = this.word(expected);
    while (this.remaining > 0) text += this.word(expected);
    if (this.problem !== undefined) return NOTHING;
    const octets = parse(text);
    if (octets === undefined || octets.length === 0) this.#unexpected(expected, text);
    return octets ?? NOTHING;
  }
}

// Functions by name, not closures: one would be made for every field of every record.

function parseTypeName(text: string): number | undefined {
  return text === '*' ? undefined : parseRType(text);
}

function parseTypeOrNumber(text: string): number | undefined {
  return parseNumber(text, 0xffff) ?? parseTypeName(text);
}

function parseIPv4(text: string): IPAddress | undefined {
  const address = IPAddress.parse(text);
  return address?.family === 4 ? address : undefined;
}

function parseIPv6(text: string): IPAddress | undefined {
  const address = IPAddress.parse(text);
  return address?.family === 6 && address.scope === undefined ? address : undefined;
}

/** Enough of a token to find it, in printable characters. */
function shorten(text: string): string {
  const printable = text.replaceAll(/[^\x20-\x7e]/g, '?');
  return printable.length > 40 ? `${printable.slice(0, 40)}...` : printable;
}
