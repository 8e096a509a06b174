import { formatV4, formatV6, parseV4, parseV6, wordAt } from './parse.ts';

/** What can stand behind `%`: an interface's name or index, but nothing that a port or prefix length begins with. */
const SCOPE = /^[^\s%/:[\]]+$/;

/** An IPv4 or IPv6 address, with a scope (RFC 4007 §11) where the text had one. Immutable. */
export class IPAddress {
  readonly family: 4 | 6;
  /** An IPv4 address, or the first 32 bits of an IPv6 one, as a signed number. */
  readonly word: number;
  /** Bits 32 to 63, 64 to 95 and 96 to 127 of an IPv6 address, signed; 0 for IPv4. */
  readonly word1: number;
  readonly word2: number;
  readonly word3: number;
  /** Interface name or index behind `%`, of an IPv6 address only. */
  readonly scope: string | undefined;
  /** Made when somebody asks: most addresses only pass through lookups. */
  #octets: Uint8Array | undefined;
  #key: string | undefined;
  #text: string | undefined;

  private constructor(family: 4 | 6, word: number, octets?: Uint8Array, scope?: string) {
    this.family = family;
    this.word = word;
    this.word1 = family === 6 ? wordAt(octets!, 4) : 0;
    this.word2 = family === 6 ? wordAt(octets!, 8) : 0;
    this.word3 = family === 6 ? wordAt(octets!, 12) : 0;
    this.scope = scope;
    this.#octets = octets;
  }

  static readonly anyV4: IPAddress = IPAddress.fromWord(0);
  static readonly anyV6: IPAddress = IPAddress.fromOctets(new Uint8Array(16));

  /** Parses `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1` or `fe80::1%eth0`; `undefined` for anything else. */
  static parse(text: string): IPAddress | undefined {
    const word = parseV4(text);
    if (word >= 0) return IPAddress.fromWord(word);
    const percent = text.indexOf('%');
    const octets = parseV6(percent < 0 ? text : text.slice(0, percent));
    if (octets === undefined) return undefined;
    const scope = percent < 0 ? undefined : text.slice(percent + 1);
    return scope === undefined || SCOPE.test(scope) ? new IPAddress(6, wordAt(octets, 0), octets, scope) : undefined;
  }

  /** The IPv4 address of a 32-bit number, signed or not. */
  static fromWord(word: number): IPAddress {
    return new IPAddress(4, word | 0);
  }

  /** Takes 4 or 16 octets and owns them from here on; a view into a packet must be copied first. */
  static fromOctets(octets: Uint8Array): IPAddress {
    if (octets.length === 4) return new IPAddress(4, wordAt(octets, 0), octets);
    if (octets.length === 16) return new IPAddress(6, wordAt(octets, 0), octets);
    throw new RangeError('an address has 4 or 16 octets');
  }

  /** 4 octets or 16, network order. Never written to. */
  get octets(): Uint8Array {
    const { word } = this;
    return (this.#octets ??= Uint8Array.of(word >>> 24, word >>> 16, word >>> 8, word));
  }

  /** Map key: the octets as Latin-1, then `%` and the scope if there is one. The length tells the family. */
  get key(): string {
    return (this.#key ??= this.#makeKey());
  }

  equals(other: IPAddress): boolean {
    if (this === other) return true;
    const sameBits = this.word === other.word && this.word1 === other.word1 && this.word2 === other.word2;
    return sameBits && this.word3 === other.word3 && this.family === other.family && this.scope === other.scope;
  }

  get isLoopback(): boolean {
    const plain = this.unmapped();
    if (plain.family === 4) return plain.word >>> 24 === 127;
    return plain.word === 0 && plain.word1 === 0 && plain.word2 === 0 && plain.word3 === 1;
  }

  /** True for 0.0.0.0 and ::, which mean "every interface" to a listener. */
  get isUnspecified(): boolean {
    return this.word === 0 && this.word1 === 0 && this.word2 === 0 && this.word3 === 0;
  }

  /** True for ::ffff:0:0/96 (RFC 4291 §2.5.5.2), what a dual-stack socket reports for IPv4. */
  get isMapped(): boolean {
    return this.word2 === 0xffff && this.word === 0 && this.word1 === 0 && this.family === 6;
  }

  /** The IPv4 address inside an IPv4-mapped one, else itself. */
  unmapped(): IPAddress {
    return this.isMapped ? IPAddress.fromWord(this.word3) : this;
  }

  /** The text of RFC 5952, with `%scope` where there is one. */
  toString(): string {
    return (this.#text ??= this.family === 4 ? formatV4(this.word) : formatV6(this.octets) + this.#scopeText());
  }

  toJSON(): string {
    return this.toString();
  }

  #makeKey(): string {
    const { word } = this;
    if (this.family === 6) return String.fromCharCode(...this.octets) + this.#scopeText();
    return String.fromCharCode(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);
  }

  #scopeText(): string {
    return this.scope === undefined ? '' : `%${this.scope}`;
  }
}
