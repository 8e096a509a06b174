import type { IPAddress } from './ip-address.ts';
import { PrefixTries, type PrefixVisit } from './prefix-tries.ts';

/** Prefixes of at least so many bits can be in lines; shorter ones have too little to tell the line by. */
export const LINE_BITS_LEAST = 32;
/** The first 32 bits times this give the line, by their upper bits. */
export const LINE_MULTIPLIER = 0x9e37_79b1;

/** A longest-match index for IPv6 prefixes of at least 32 bits: a hash table by their first 32 bits, of lines of 64
 *  octets that hold up to five prefixes of at most 64 bits. Most lookups read one line, whatever the number of
 *  prefixes. A line for which this is not enough leads to a trie, until that is empty.
 *
 *  There are at least half as many lines as prefixes: they double when needed, and never become fewer. So a prefix
 *  takes 32 to 64 octets when the first 32 bits tell most from each other, and up to 64 more if they do not. */
export class PrefixLines {
  #lineBits = 4;
  /** A line's first word is the number of its prefixes, or LINE_PREFIXES + the root of its trie. Then for each prefix,
   *  the longest first, two words of address and payload << 8 | bits. */
  #lines = new Int32Array(LINE_WORDS * 2 ** this.#lineBits);
  #tries = new PrefixTries(4);
  #size = 0;
  readonly #key = new Int32Array(4);

  /** The payload (1 to 2^24 - 1) of the longest prefix that contains the address; 0 if none. */
  find(ip: IPAddress): number {
    const lines = this.#lines;
    const { word, word1 } = ip;
    const line = this.#line(word);
    const count = lines[line]!;
    if (count > LINE_PREFIXES) return this.#tries.find(count - LINE_PREFIXES, this.#keyOf(ip));
    const end = line + 1 + count * PREFIX_WORDS;
    for (let at = line + 1; at < end; at += PREFIX_WORDS) {
      if (lines[at] !== word) continue;
      const meta = lines[at + 2]!;
      if (Math.clz32(lines[at + 1]! ^ word1) >= (meta & 0xff) - 32) return meta >>> 8;
    }
    return 0;
  }

  /** The payload of exactly this prefix; 0 if none. */
  get(ip: IPAddress, bits: number): number {
    const line = this.#line(ip.word);
    const count = this.#lines[line]!;
    if (count > LINE_PREFIXES) return this.#tries.get(count - LINE_PREFIXES, this.#keyOf(ip), bits);
    const at = this.#at(line, ip, bits);
    return at === 0 ? 0 : this.#lines[at + 2]! >>> 8;
  }

  /** Adds a prefix that is not there. */
  add(ip: IPAddress, bits: number, payload: number): void {
    if (this.#size === 2 * 2 ** this.#lineBits) this.#grow();
    this.#size += 1;
    this.#put(this.#keyOf(ip), bits, payload);
  }

  /** Takes away a prefix that is there. */
  remove(ip: IPAddress, bits: number): void {
    const lines = this.#lines;
    const line = this.#line(ip.word);
    this.#size -= 1;
    if (lines[line]! > LINE_PREFIXES) {
      const root = this.#tries.set(lines[line]! - LINE_PREFIXES, this.#keyOf(ip), bits, 0);
      lines[line] = root === 0 ? 0 : LINE_PREFIXES + root;
      return;
    }
    const at = this.#at(line, ip, bits);
    lines.copyWithin(at, at + PREFIX_WORDS, line + LINE_WORDS);
    lines[line]! -= 1;
  }

  #grow(): void {
    const lines = this.#lines;
    const tries = this.#tries;
    this.#lineBits += 1;
    this.#lines = new Int32Array(lines.length * 2);
    this.#tries = new PrefixTries(4);
    const put: PrefixVisit = (key, bits, payload) => this.#put(key, bits, payload);
    for (let line = 0; line < lines.length; line += LINE_WORDS) {
      if (lines[line]! > LINE_PREFIXES) tries.forEach(lines[line]! - LINE_PREFIXES, put);
      else forEachInLine(lines, line, put);
    }
  }

  #put(key: Int32Array, bits: number, payload: number): void {
    const lines = this.#lines;
    const line = this.#line(key[0]!);
    if (lines[line]! >= LINE_PREFIXES || bits > 64) {
      const root = this.#trie(line);
      lines[line] = LINE_PREFIXES + this.#tries.set(root, key, bits, payload);
      return;
    }
    let at = line + 1 + lines[line]! * PREFIX_WORDS;
    for (; at > line + 1 && (lines[at - 1]! & 0xff) < bits; at -= PREFIX_WORDS) {
      lines.copyWithin(at, at - PREFIX_WORDS, at);
    }
    lines[at] = key[0]!;
    lines[at + 1] = key[1]!;
    lines[at + 2] = (payload << 8) | bits;
    lines[line]! += 1;
  }

  /** The root of the line's trie; what the line holds is moved there if it has none yet. */
  #trie(line: number): number {
    const held = this.#lines[line]!;
    if (held > LINE_PREFIXES) return held - LINE_PREFIXES;
    let root = 0;
    forEachInLine(this.#lines, line, (key, bits, payload) => {
      root = this.#tries.set(root, key, bits, payload);
    });
    return root;
  }

  /** Where the line holds this prefix; 0 if it does not. */
  #at(line: number, ip: IPAddress, bits: number): number {
    const lines = this.#lines;
    const end = line + 1 + lines[line]! * PREFIX_WORDS;
    for (let at = line + 1; at < end; at += PREFIX_WORDS) {
      if (lines[at] === ip.word && lines[at + 1] === ip.word1 && (lines[at + 2]! & 0xff) === bits) return at;
    }
    return 0;
  }

  #line(word: number): number {
    return (Math.imul(word, LINE_MULTIPLIER) >>> (32 - this.#lineBits)) * LINE_WORDS;
  }

  /** The address in the scratch key. */
  #keyOf({ word, word1, word2, word3 }: IPAddress): Int32Array {
    const key = this.#key;
    key[0] = word;
    key[1] = word1;
    key[2] = word2;
    key[3] = word3;
    return key;
  }
}

/** Visits what a line without a trie holds. */
function forEachInLine(lines: Int32Array, line: number, visit: PrefixVisit): void {
  const end = line + 1 + lines[line]! * PREFIX_WORDS;
  for (let at = line + 1; at < end; at += PREFIX_WORDS) {
    const meta = lines[at + 2]!;
    visit(Int32Array.of(lines[at]!, lines[at + 1]!, 0, 0), meta & 0xff, meta >>> 8);
  }
}

const LINE_WORDS = 16;
const LINE_PREFIXES = 5;
const PREFIX_WORDS = 3;
