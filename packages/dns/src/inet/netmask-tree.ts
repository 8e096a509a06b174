import type { IPAddress } from './ip-address.ts';
import type { Netmask } from './netmask.ts';
import { LONG_BITS, PrefixTrie } from './prefix-trie.ts';
import { StrideTrie } from './stride-trie.ts';

/** A stored prefix and its value. */
export interface NetmaskEntry<V> {
  readonly mask: Netmask;
  readonly value: V;
}

const prefixesMax = 2 ** 24 - 1;
/** From so many prefixes of a family on, its index gets tables by the first bits (1 MB). */
const manyPrefixes = 1024;
const manyBucketBits = 16;
/** From so many IPv6 prefixes on there are more buckets (4 MB), so that most have one or two prefixes. */
const veryManyPrefixes = 131_072;
const veryManyBucketBits = 20;

/** Values by address prefix, found by longest match. IPv4-mapped addresses are looked up as IPv4. Holds at most
 *  16,777,215 prefixes; `set` throws a RangeError beyond. */
export class NetmaskTree<V> {
  readonly #v4 = new PrefixTrie(1);
  #v6 = new PrefixTrie(4);
  /** Made when there are many IPv4 prefixes; beside #v4, which knows exact ones. */
  #many4: StrideTrie | undefined;
  /** The same for IPv6 prefixes of fewer than 32 bits, which are in no bucket of #v6. */
  #short6: StrideTrie | undefined;
  readonly #counts = { 4: 0, 6: 0 };
  readonly #key4 = new Uint32Array(1);
  readonly #key6 = new Uint32Array(4);
  /** Index 0 stays empty: payload 0 means "none" in the tries. */
  readonly #entries: (NetmaskEntry<V> | undefined)[] = [undefined];
  readonly #free: number[] = [];
  readonly #bitsOf = (index: number): number => this.#entries[index]!.mask.bits;

  get size(): number {
    return this.#counts[4] + this.#counts[6];
  }

  set(mask: Netmask, value: V): void {
    const { family, word } = mask.address;
    const key = this.#key(mask.address);
    const old = this.#trie(family).get(key, mask.bits);
    if (old !== 0) {
      this.#entries[old] = { mask, value };
      return;
    }
    const index = this.#free.pop() ?? this.#entries.length;
    if (index > prefixesMax) throw new RangeError(`more than ${prefixesMax} prefixes`);
    this.#entries[index] = { mask, value };
    this.#trie(family).set(key, mask.bits, index);
    this.#stride(mask)?.set(word, mask.bits, index);
    this.#counts[family] += 1;
    if (family === 4 && this.#counts[4] === manyPrefixes) this.#enlarge4();
    if (family === 6 && this.#counts[6] === manyPrefixes) this.#enlarge6(manyBucketBits);
    if (family === 6 && this.#counts[6] === veryManyPrefixes) this.#enlarge6(veryManyBucketBits);
  }

  /** The longest stored prefix that contains the address. Allocates nothing. */
  lookup(ip: IPAddress): NetmaskEntry<V> | undefined {
    if (ip.family === 4) return this.#entries[this.#find4(ip.word)];
    if (ip.isMapped) return this.#entries[this.#find4(ip.word3)];
    const key = this.#key(ip);
    if (this.#short6 === undefined) return this.#entries[this.#v6.find(key)];
    const long = this.#v6.findLong(key);
    return this.#entries[long === 0 ? this.#short6.find(ip.word) : long];
  }

  /** The value of exactly this prefix. */
  get(mask: Netmask): V | undefined {
    return this.#entries[this.#trie(mask.address.family).get(this.#key(mask.address), mask.bits)]?.value;
  }

  /** Removes exactly this prefix; false if it was not there. */
  delete(mask: Netmask): boolean {
    const { family, word } = mask.address;
    const key = this.#key(mask.address);
    const index = this.#trie(family).get(key, mask.bits);
    if (index === 0) return false;
    this.#trie(family).set(key, mask.bits, 0);
    const stride = this.#stride(mask);
    if (stride !== undefined) {
      const shorter = this.#trie(family).findShorter(key, mask.bits);
      stride.delete(word, mask.bits, { payload: index, shorter });
    }
    this.#entries[index] = undefined;
    this.#free.push(index);
    this.#counts[family] -= 1;
    return true;
  }

  /** All entries, in no particular order. */
  *[Symbol.iterator](): IterableIterator<NetmaskEntry<V>> {
    for (const entry of this.#entries) if (entry !== undefined) yield entry;
  }

  #find4(word: number): number {
    if (this.#many4 !== undefined) return this.#many4.find(word);
    this.#key4[0] = word;
    return this.#v4.find(this.#key4);
  }

  // Once a family has many prefixes it keeps its large index, however few are left.

  #enlarge4(): void {
    if (this.#many4 !== undefined) return;
    this.#many4 = new StrideTrie(this.#bitsOf);
    this.#fillStride(4);
  }

  #enlarge6(bucketBits: number): void {
    if (this.#v6.bucketBits >= bucketBits) return;
    const v6 = new PrefixTrie(4, bucketBits);
    this.#entries.forEach((entry, index) => {
      if (entry?.mask.address.family === 6) v6.set(this.#key(entry.mask.address), entry.mask.bits, index);
    });
    this.#v6 = v6;
    if (this.#short6 !== undefined) return;
    this.#short6 = new StrideTrie(this.#bitsOf);
    this.#fillStride(6);
  }

  #fillStride(family: 4 | 6): void {
    this.#entries.forEach((entry, index) => {
      if (entry?.mask.address.family !== family) return;
      const { address, bits } = entry.mask;
      this.#stride(entry.mask)?.set(address.word, bits, index);
    });
  }

  /** The stride trie that a prefix of this family and length is in. */
  #stride({ address, bits }: Netmask): StrideTrie | undefined {
    if (address.family === 4) return this.#many4;
    return bits < LONG_BITS ? this.#short6 : undefined;
  }

  #trie(family: 4 | 6): PrefixTrie {
    return family === 4 ? this.#v4 : this.#v6;
  }

  /** Fills the scratch key of the family. */
  #key(ip: IPAddress): Uint32Array {
    if (ip.family === 4) {
      this.#key4[0] = ip.word;
      return this.#key4;
    }
    this.#key6[0] = ip.word;
    this.#key6[1] = ip.word1;
    this.#key6[2] = ip.word2;
    this.#key6[3] = ip.word3;
    return this.#key6;
  }
}
