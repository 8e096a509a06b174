import { IPAddress } from './ip-address.ts';
import { parseDecimal } from './parse.ts';

/** An address prefix, `192.0.2.0/24`. Bits behind the prefix are zero, and a prefix inside ::ffff:0:0/96 is held
 *  as the IPv4 prefix it stands for. Immutable. */
export class Netmask {
  readonly address: IPAddress;
  /** Prefix length: 0 to 32, or 0 to 128. */
  readonly bits: number;

  private constructor(address: IPAddress, bits: number) {
    this.address = address;
    this.bits = bits;
  }

  /** Parses `address/bits`, or an address alone as its own prefix; bits behind the prefix are cleared, as every
   *  name server does in its access lists. `undefined` for anything else, scoped addresses included. */
  static parse(text: string): Netmask | undefined {
    const slash = text.indexOf('/');
    const address = IPAddress.parse(slash < 0 ? text : text.slice(0, slash));
    if (address === undefined || address.scope !== undefined) return undefined;
    const width = address.octets.length * 8;
    const bits = slash < 0 ? width : parseDecimal(text.slice(slash + 1), width);
    return bits === undefined ? undefined : Netmask.of(address, bits);
  }

  /** The prefix of `bits` bits around `address`. */
  static of(address: IPAddress, bits: number): Netmask {
    const { family } = address;
    if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) throw new RangeError('prefix length');
    if (family === 4) return new Netmask(IPAddress.fromWord(bits === 0 ? 0 : address.word & (-1 << (32 - bits))), bits);
    if (bits >= 96 && address.isMapped) return Netmask.of(address.unmapped(), bits - 96);
    const masked = address.octets.slice();
    masked.fill(0, Math.ceil(bits / 8));
    if (bits % 8 !== 0) masked[bits >> 3]! &= 0xff << (8 - (bits % 8));
    return new Netmask(IPAddress.fromOctets(masked), bits);
  }

  /** True when the address, an IPv4-mapped one taken as IPv4, starts with this prefix. */
  contains(ip: IPAddress): boolean {
    const plain = ip.unmapped();
    const { address, bits } = this;
    return (
      plain.family === address.family &&
      startsAlike(plain.word ^ address.word, bits) &&
      startsAlike(plain.word1 ^ address.word1, bits - 32) &&
      startsAlike(plain.word2 ^ address.word2, bits - 64) &&
      startsAlike(plain.word3 ^ address.word3, bits - 96)
    );
  }

  /** Map key: the address's key and the prefix length. */
  get key(): string {
    return `${this.address.key}/${this.bits}`;
  }

  equals(other: Netmask): boolean {
    return this.bits === other.bits && this.address.equals(other.address);
  }

  toString(): string {
    return `${this.address}/${this.bits}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** True when the first `bits` bits of the difference of two 32-bit words are zero. */
function startsAlike(difference: number, bits: number): boolean {
  return bits <= 0 || Math.clz32(difference) >= Math.min(bits, 32);
}
