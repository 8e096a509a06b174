import type { IPAddress } from './ip-address.ts';
import type { Netmask } from './netmask.ts';
import { LINE_BITS_LEAST, PrefixLines } from './prefix-lines.ts';
import { ShortPrefixes } from './short-prefixes.ts';

const prefixesMax = 2 ** 24 - 1;

/** Values by address prefix, found by longest match. IPv4-mapped addresses are looked up as IPv4. A value is anything
 *  but undefined. Holds at most 16,777,215 prefixes; `set` throws a RangeError beyond. A lookup among a million reads
 *  one to three places of an index, then the value; IPv6 prefixes of which more than five share their first 48 bits, or
 *  that are longer than 64, are in tries, of which it reads a node for each bit that parts two of them. Beside its mask
 *  and value, a prefix takes 16 octets and about 20 to 400 in the index, most when it is an IPv4 address. Now and then
 *  a `set` makes a part of the index anew: among half a million prefixes that takes a second. */
export class NetmaskTree<V> {
  readonly #v4 = new ShortPrefixes();
  readonly #short6 = new ShortPrefixes();
  readonly #long6 = new PrefixLines();
  /** By payload, like the values. Index 0 stays empty: it means "none" in the indexes. */
  readonly #masks: (Netmask | undefined)[] = [undefined];
  readonly #values: (V | undefined)[] = [undefined];
  /** Payloads that no prefix has any more. */
  readonly #free: number[] = [];

  get size(): number {
    return this.#masks.length - 1 - this.#free.length;
  }

  set(mask: Netmask, value: V): void {
    const index = this.#index(mask);
    const old = index.get(mask.address, mask.bits);
    const payload = old === 0 ? (this.#free.pop() ?? this.#masks.length) : old;
    if (payload > prefixesMax) throw new RangeError(`more than ${prefixesMax} prefixes`);
    this.#masks[payload] = mask;
    this.#values[payload] = value;
    if (old === 0) index.add(mask.address, mask.bits, payload);
  }

  /** The value of the longest stored prefix that contains the address. Allocates nothing. */
  lookup(ip: IPAddress): V | undefined {
    const payload = this.#find(ip);
    // Sooner known than read: a processor does not wait for the empty value.
    return payload === 0 ? undefined : this.#values[payload];
  }

  /** That prefix itself. */
  longestMatch(ip: IPAddress): Netmask | undefined {
    return this.#masks[this.#find(ip)];
  }

  /** The value of exactly this prefix. */
  get(mask: Netmask): V | undefined {
    return this.#values[this.#index(mask).get(mask.address, mask.bits)];
  }

  /** Removes exactly this prefix; false if it was not there. */
  delete(mask: Netmask): boolean {
    const index = this.#index(mask);
    const payload = index.get(mask.address, mask.bits);
    if (payload === 0) return false;
    index.remove(mask.address, mask.bits);
    this.#masks[payload] = undefined;
    this.#values[payload] = undefined;
    this.#free.push(payload);
    return true;
  }

  /** All prefixes and values, in no particular order. Prefixes may be deleted and set meanwhile; one that is set may be
   *  passed over. */
  *[Symbol.iterator](): IterableIterator<readonly [Netmask, V]> {
    for (const [payload, mask] of this.#masks.entries()) if (mask !== undefined) yield [mask, this.#values[payload]!];
  }

  /** The payload of the longest prefix that contains the address; 0 if none. */
  #find(ip: IPAddress): number {
    if (ip.family === 4) return this.#v4.find(ip.word);
    if (ip.isMapped) return this.#v4.find(ip.word3);
    const long = this.#long6.find(ip);
    return long === 0 ? this.#short6.find(ip.word) : long;
  }

  #index({ address, bits }: Netmask): ShortPrefixes | PrefixLines {
    if (address.family === 4) return this.#v4;
    return bits < LINE_BITS_LEAST ? this.#short6 : this.#long6;
  }
}
