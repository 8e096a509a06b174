import type { IPAddress } from './ip-address.ts';
import type { Netmask } from './netmask.ts';
import { LINE_BITS_LEAST, PrefixLines } from './prefix-lines.ts';
import { ShortPrefixes } from './short-prefixes.ts';

/** A stored prefix and its value. */
export interface NetmaskEntry<V> {
  readonly mask: Netmask;
  readonly value: V;
}

const prefixesMax = 2 ** 24 - 1;

/** Values by address prefix, found by longest match. IPv4-mapped addresses are looked up as IPv4. Holds at most
 *  16,777,215 prefixes; `set` throws a RangeError beyond. A lookup among a million reads one to three places of an
 *  index, then the entry; IPv6 prefixes of which more than five share their first 48 bits, or that are longer than 64,
 *  are in tries, of which it reads a node for each bit that parts two of them. Beside its mask and value, a prefix
 *  takes 50 octets for the entry and about 32 to 250 in the index. */
export class NetmaskTree<V> {
  readonly #v4 = new ShortPrefixes();
  readonly #short6 = new ShortPrefixes();
  readonly #long6 = new PrefixLines();
  /** By payload. Index 0 stays empty: it means "none" in the indexes. */
  readonly #entries: (NetmaskEntry<V> | undefined)[] = [undefined];
  /** Empty places among the entries. */
  readonly #free: number[] = [];

  get size(): number {
    return this.#entries.length - 1 - this.#free.length;
  }

  set(mask: Netmask, value: V): void {
    const index = this.#index(mask);
    const old = index.get(mask.address, mask.bits);
    const payload = old === 0 ? (this.#free.pop() ?? this.#entries.length) : old;
    if (payload > prefixesMax) throw new RangeError(`more than ${prefixesMax} prefixes`);
    this.#entries[payload] = { mask, value };
    if (old === 0) index.add(mask.address, mask.bits, payload);
  }

  /** The longest stored prefix that contains the address. Allocates nothing. */
  lookup(ip: IPAddress): NetmaskEntry<V> | undefined {
    if (ip.family === 4) return this.#entries[this.#v4.find(ip.word)];
    if (ip.isMapped) return this.#entries[this.#v4.find(ip.word3)];
    const long = this.#long6.find(ip);
    if (long !== 0) return this.#entries[long];
    const short = this.#short6.find(ip.word);
    // Sooner known than read: a processor does not wait for the empty entry.
    return short === 0 ? undefined : this.#entries[short];
  }

  /** The value of exactly this prefix. */
  get(mask: Netmask): V | undefined {
    return this.#entries[this.#index(mask).get(mask.address, mask.bits)]?.value;
  }

  /** Removes exactly this prefix; false if it was not there. */
  delete(mask: Netmask): boolean {
    const index = this.#index(mask);
    const payload = index.get(mask.address, mask.bits);
    if (payload === 0) return false;
    index.remove(mask.address, mask.bits);
    this.#entries[payload] = undefined;
    this.#free.push(payload);
    return true;
  }

  /** All entries, in no particular order. */
  *[Symbol.iterator](): IterableIterator<NetmaskEntry<V>> {
    for (const entry of this.#entries) if (entry !== undefined) yield entry;
  }

  #index({ address, bits }: Netmask): ShortPrefixes | PrefixLines {
    if (address.family === 4) return this.#v4;
    return bits < LINE_BITS_LEAST ? this.#short6 : this.#long6;
  }
}
