import type { IPAddress } from './ip-address.ts';
import { PrefixTries } from './prefix-tries.ts';
import { StrideTrie } from './stride-trie.ts';

/** The tables: from how many prefixes on, and of how many root bits. */
export type TableSteps = readonly { readonly prefixes: number; readonly rootBits: number }[];

/** 256 kB, 4 MB and 64 MB. */
const tableSteps: TableSteps = [
  { prefixes: 1024, rootBits: 16 },
  { prefixes: 65_536, rootBits: 20 },
  { prefixes: 524_288, rootBits: 24 },
];

/** A longest-match index for prefixes of at most 32 bits, of one family: a trie, and beside it, when there are many, a
 *  table that answers faster, but cannot tell which prefixes were stored. Having become large it stays so, however few
 *  are left. A prefix takes 16 to 64 octets in the trie, in the table about 80 to 350, most when it has 32 bits, and up
 *  to 640 just after the first table has come. */
export class ShortPrefixes {
  readonly #trie = new PrefixTries(1);
  #root = 0;
  #table: StrideTrie | undefined;
  #size = 0;
  readonly #steps: TableSteps;
  readonly #key = new Int32Array(1);

  constructor(steps: TableSteps = tableSteps) {
    this.#steps = steps;
  }

  /** The payload (1 to 2^24 - 1) of the longest prefix that `word` starts with; 0 if none. */
  find(word: number): number {
    return this.#table === undefined ? this.#trie.find(this.#root, this.#keyOf(word)) : this.#table.find(word);
  }

  /** The payload of exactly this prefix; 0 if none. */
  get({ word }: IPAddress, bits: number): number {
    return this.#trie.get(this.#root, this.#keyOf(word), bits);
  }

  /** Adds a prefix that is not there. */
  add({ word }: IPAddress, bits: number, payload: number): void {
    this.#root = this.#trie.set(this.#root, this.#keyOf(word), bits, payload);
    this.#table?.set(word, bits, payload);
    this.#size += 1;
    const step = this.#steps.find(({ prefixes }) => prefixes === this.#size);
    if (step !== undefined) this.#enlarge(step.rootBits);
  }

  /** Takes away a prefix that is there. */
  remove({ word }: IPAddress, bits: number): void {
    const key = this.#keyOf(word);
    this.#root = this.#trie.set(this.#root, key, bits, 0);
    this.#table?.delete(word, bits, this.#trie.findShorter(this.#root, key, bits));
    this.#size -= 1;
  }

  #enlarge(rootBits: number): void {
    if (this.#table !== undefined && this.#table.rootBits >= rootBits) return;
    const table = new StrideTrie(rootBits);
    this.#trie.forEach(this.#root, (key, bits, payload) => table.set(key[0]!, bits, payload));
    this.#table = table;
  }

  /** The word in the scratch key. */
  #keyOf(word: number): Int32Array {
    this.#key[0] = word;
    return this.#key;
  }
}
