import type { IPAddress } from './ip-address.ts';
import type { Netmask } from './netmask.ts';
import { PrefixTrie } from './prefix-trie.ts';

/** A stored prefix and its value. */
export interface NetmaskEntry<V> {
  readonly mask: Netmask;
  readonly value: V;
}

const prefixesMax = 2 ** 24 - 1;

/** Values by address prefix, found by longest match. IPv4-mapped addresses are looked up as IPv4. Holds at most
 *  16,777,215 prefixes; `set` throws a RangeError beyond. */
export class NetmaskTree<V> {
  readonly #v4 = new PrefixTrie(1);
  readonly #v6 = new PrefixTrie(4);
  readonly #key4 = new Uint32Array(1);
  readonly #key6 = new Uint32Array(4);
  /** Index 0 stays empty: payload 0 means "none" in the tries. */
  readonly #entries: (NetmaskEntry<V> | undefined)[] = [undefined];
  readonly #free: number[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  set(mask: Netmask, value: V): void {
    const { octets } = mask.address;
    const old = this.#trie(octets).get(this.#key(octets, 0), mask.bits);
    if (old !== 0) {
      this.#entries[old] = { mask, value };
      return;
    }
    const index = this.#free.pop() ?? this.#entries.length;
    if (index > prefixesMax) throw new RangeError(`more than ${prefixesMax} prefixes`);
    this.#entries[index] = { mask, value };
    this.#trie(octets).set(this.#key(octets, 0), mask.bits, index);
    this.#size += 1;
  }

  /** The longest stored prefix that contains the address. */
  lookup(ip: IPAddress): NetmaskEntry<V> | undefined {
    const { octets } = ip;
    if (octets.length === 4) return this.#entries[this.#v4.find(this.#key(octets, 0))];
    const key = this.#key(octets, 0);
    if (key[0] === 0 && key[1] === 0 && key[2] === 0xffff) {
      this.#key4[0] = key[3]!;
      return this.#entries[this.#v4.find(this.#key4)];
    }
    return this.#entries[this.#v6.find(key)];
  }

  /** The value of exactly this prefix. */
  get(mask: Netmask): V | undefined {
    const { octets } = mask.address;
    return this.#entries[this.#trie(octets).get(this.#key(octets, 0), mask.bits)]?.value;
  }

  /** Removes exactly this prefix; false if it was not there. */
  delete(mask: Netmask): boolean {
    const { octets } = mask.address;
    const key = this.#key(octets, 0);
    const index = this.#trie(octets).get(key, mask.bits);
    if (index === 0) return false;
    this.#trie(octets).set(key, mask.bits, 0);
    this.#entries[index] = undefined;
    this.#free.push(index);
    this.#size -= 1;
    return true;
  }

  /** All entries, in no particular order. */
  *[Symbol.iterator](): IterableIterator<NetmaskEntry<V>> {
    for (const entry of this.#entries) if (entry !== undefined) yield entry;
  }

  #trie(octets: Uint8Array): PrefixTrie {
    return octets.length === 4 ? this.#v4 : this.#v6;
  }

  /** Fills the scratch key of the family: a lookup allocates nothing. */
  #key(octets: Uint8Array, from: number): Uint32Array {
    const key = octets.length === 4 ? this.#key4 : this.#key6;
    for (let word = 0, at = from; word < key.length; word += 1, at += 4) {
      key[word] = (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
    }
    return key;
  }
}
