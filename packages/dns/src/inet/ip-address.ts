import { formatV4, formatV6, isMapped, parseV4, parseV6 } from './parse.ts';

/** An IPv4 or IPv6 address, with a scope (RFC 4007 §11) where the text had one. Immutable; owns its octets. */
export class IPAddress {
  /** 4 octets or 16, network order. */
  readonly octets: Uint8Array;
  readonly family: 4 | 6;
  /** Interface name or index behind `%`, of an IPv6 address only. */
  readonly scope: string | undefined;
  #key: string | undefined;
  #text: string | undefined;

  private constructor(octets: Uint8Array, scope?: string) {
    this.octets = octets;
    this.family = octets.length === 4 ? 4 : 6;
    this.scope = scope;
  }

  static readonly anyV4: IPAddress = new IPAddress(new Uint8Array(4));
  static readonly anyV6: IPAddress = new IPAddress(new Uint8Array(16));

  /** Parses `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1` or `fe80::1%eth0`; `undefined` for anything else. */
  static parse(text: string): IPAddress | undefined {
    const v4 = parseV4(text);
    if (v4 !== undefined) return new IPAddress(v4);
    const percent = text.indexOf('%');
    const v6 = parseV6(percent < 0 ? text : text.slice(0, percent));
    if (v6 === undefined || percent === text.length - 1) return undefined;
    return new IPAddress(v6, percent < 0 ? undefined : text.slice(percent + 1));
  }

  /** Takes 4 or 16 octets and owns them from here on; a view into a packet must be copied first. */
  static fromOctets(octets: Uint8Array): IPAddress {
    if (octets.length !== 4 && octets.length !== 16) throw new RangeError('an address has 4 or 16 octets');
    return new IPAddress(octets);
  }

  /** Map key: the octets as Latin-1, then `%` and the scope if there is one. The length tells the family. */
  get key(): string {
    return (this.#key ??= String.fromCharCode(...this.octets) + (this.scope === undefined ? '' : `%${this.scope}`));
  }

  equals(other: IPAddress): boolean {
    return this === other || this.key === other.key;
  }

  get isLoopback(): boolean {
    const plain = this.unmapped();
    if (plain.family === 4) return plain.octets[0] === 127;
    return plain.octets[15] === 1 && plain.octets.every((octet, at) => octet === 0 || at === 15);
  }

  /** True for 0.0.0.0 and ::, which mean "every interface" to a listener. */
  get isUnspecified(): boolean {
    return this.octets.every((octet) => octet === 0);
  }

  /** The IPv4 address inside an IPv4-mapped one (`::ffff:192.0.2.1`, what a dual-stack socket reports), else itself. */
  unmapped(): IPAddress {
    return this.family === 6 && isMapped(this.octets) ? new IPAddress(this.octets.slice(12)) : this;
  }

  /** The text of RFC 5952, with `%scope` where there is one. */
  toString(): string {
    return (this.#text ??= this.family === 4 ? formatV4(this.octets) : formatV6(this.octets) + this.#scopeText());
  }

  toJSON(): string {
    return this.toString();
  }

  #scopeText(): string {
    return this.scope === undefined ? '' : `%${this.scope}`;
  }
}
