import type { IPAddress } from './ip-address.ts';
import { PrefixTries, type PrefixVisit } from './prefix-tries.ts';

/** Prefixes of at least so many bits can be in lines; shorter ones have too little to tell the line by. */
export const LINE_BITS_LEAST = 32;
/** The first 32 bits, with the next 16 mixed in for sites, times this give the line, by their upper bits. */
export const LINE_MULTIPLIER = 0x9e37_79b1;
const SITE_MULTIPLIER = 0x85eb_ca6b;
const SITE_BITS = 48;

/** A longest-match index for IPv6 prefixes of at least 32 bits: a hash table by their first 32 bits, of lines of 64
 *  octets that hold up to five prefixes of at most 64 bits. Most lookups read one line, whatever the number of
 *  prefixes. A line for which this is not enough, that of a provider with many sites, say, passes its prefixes of 48
 *  bits and more on to a second table by their first 48 bits, and the others to a trie. In the second table such a line
 *  leads to a trie alone.
 *
 *  There are at least half as many lines as prefixes: they double when needed, and never become fewer. So a prefix
 *  takes 32 to 64 octets when the first bits tell most from each other, and up to 128 more if they do not. */
export class PrefixLines {
  #lineBits = 4;
  /** A line's first word is the number of its prefixes, or BELOW + the root of its trie, and then the second one how
   *  many of its prefixes the second table holds. Else there are for each prefix, the longest first, two words of
   *  address and payload << 8 | bits. */
  #lines = newLines(this.#lineBits);
  #tries = new PrefixTries(4);
  /** Of the second table there is none. */
  #sites: PrefixLines | undefined;
  /** True when it holds more than this one, as last looked at: then it is asked first. */
  #areSitesMost = false;
  readonly #isSites: boolean;
  /** Prefixes in lines and tries. */
  #size = 0;
  readonly #key = new Int32Array(4);

  /** `isSites` makes the second table, of prefixes of at least 48 bits. */
  constructor(isSites = false) {
    this.#isSites = isSites;
  }

  /** The payload (1 to 2^24 - 1) of the longest prefix that contains the address; 0 if none. */
  find(ip: IPAddress): number {
    // A match there is longer than any here, and needs no look at the line.
    const areSitesAsked = this.#areSitesMost;
    if (areSitesAsked) {
      const site = this.#sites!.find(ip);
      if (site !== 0) return site;
    }
    const lines = this.#lines;
    const { word, word1 } = ip;
    const line = this.#line(word, word1);
    const count = lines[line]!;
    if (count > LINE_PREFIXES) return this.#findBelow(line, ip, areSitesAsked);
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
    const line = this.#line(ip.word, ip.word1);
    const count = this.#lines[line]!;
    if (count > LINE_PREFIXES) {
      if (this.#isBelowSites(bits)) return this.#sites?.get(ip, bits) ?? 0;
      return this.#tries.get(count - BELOW, this.#keyOf(ip), bits);
    }
    const at = this.#at(line, ip, bits);
    return at === 0 ? 0 : this.#lines[at + 2]! >>> 8;
  }

  /** Adds a prefix that is not there. */
  add(ip: IPAddress, bits: number, payload: number): void {
    this.#add(this.#keyOf(ip), bits, payload);
  }

  /** Takes away a prefix that is there. */
  remove(ip: IPAddress, bits: number): void {
    const lines = this.#lines;
    const line = this.#line(ip.word, ip.word1);
    if (lines[line]! > LINE_PREFIXES) {
      if (this.#isBelowSites(bits)) {
        this.#sites!.remove(ip, bits);
        this.#areSitesMost = this.#sites!.#size > this.#size;
        lines[line + 1]! -= 1;
      } else {
        lines[line] = BELOW + this.#tries.set(lines[line]! - BELOW, this.#keyOf(ip), bits, 0);
        this.#size -= 1;
      }
      if (lines[line] === BELOW && lines[line + 1] === 0) lines[line] = 0;
      return;
    }
    this.#size -= 1;
    const at = this.#at(line, ip, bits);
    lines.copyWithin(at, at + PREFIX_WORDS, line + LINE_WORDS);
    lines[line]! -= 1;
  }

  #findBelow(line: number, ip: IPAddress, areSitesAsked: boolean): number {
    const site = areSitesAsked || this.#lines[line + 1] === 0 ? 0 : this.#sites!.find(ip);
    return site === 0 ? this.#tries.find(this.#lines[line]! - BELOW, this.#keyOf(ip)) : site;
  }

  #add(key: Int32Array, bits: number, payload: number): void {
    if (this.#size >= 2 * 2 ** this.#lineBits) this.#grow();
    this.#put(key, bits, payload);
  }

  #grow(): void {
    const lines = this.#lines;
    const tries = this.#tries;
    const sites = this.#sites;
    this.#lineBits += 1;
    this.#lines = newLines(this.#lineBits);
    this.#tries = new PrefixTries(4);
    this.#sites = undefined;
    this.#areSitesMost = false;
    this.#size = 0;
    const put: PrefixVisit = (key, bits, payload) => this.#put(key, bits, payload);
    forEach(lines, tries, put);
    if (sites !== undefined) forEach(sites.#lines, sites.#tries, put);
  }

  #put(key: Int32Array, bits: number, payload: number): void {
    const lines = this.#lines;
    const line = this.#line(key[0]!, key[1]!);
    if (lines[line]! >= LINE_PREFIXES || bits > 64) {
      if (lines[line]! <= LINE_PREFIXES) this.#empty(line);
      this.#putBelow(line, key, bits, payload);
      return;
    }
    this.#size += 1;
    let at = line + 1 + lines[line]! * PREFIX_WORDS;
    for (; at > line + 1 && (lines[at - 1]! & 0xff) < bits; at -= PREFIX_WORDS) {
      lines.copyWithin(at, at - PREFIX_WORDS, at);
    }
    lines[at] = key[0]!;
    lines[at + 1] = key[1]!;
    lines[at + 2] = (payload << 8) | bits;
    lines[line]! += 1;
  }

  /** Passes on what a line holds. */
  #empty(line: number): void {
    const held = this.#lines.slice(line, line + LINE_WORDS);
    this.#size -= held[0]!;
    this.#lines[line] = BELOW;
    this.#lines[line + 1] = 0;
    forEachInLine(held, 0, (key, bits, payload) => this.#putBelow(line, key, bits, payload));
  }

  #putBelow(line: number, key: Int32Array, bits: number, payload: number): void {
    const lines = this.#lines;
    if (this.#isBelowSites(bits)) {
      this.#sites ??= new PrefixLines(true);
      this.#sites.#add(key, bits, payload);
      this.#areSitesMost = this.#sites.#size > this.#size;
      lines[line + 1]! += 1;
      return;
    }
    lines[line] = BELOW + this.#tries.set(lines[line]! - BELOW, key, bits, payload);
    this.#size += 1;
  }

  /** True for prefixes that go from a full line to the second table. */
  #isBelowSites(bits: number): boolean {
    return bits >= SITE_BITS && !this.#isSites;
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

  #line(word: number, word1: number): number {
    const mixed = this.#isSites ? word ^ Math.imul(word1 >>> 16, SITE_MULTIPLIER) : word;
    return ((Math.imul(mixed, LINE_MULTIPLIER) >>> (32 - this.#lineBits)) * LINE_WORDS + FIRST_LINE) | 0;
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

/** So many empty lines, 2 to the power of `lineBits`. */
function newLines(lineBits: number): Int32Array {
  return new Int32Array(FIRST_LINE + LINE_WORDS * 2 ** lineBits);
}

/** Visits what lines and their tries hold. */
function forEach(lines: Int32Array, tries: PrefixTries, visit: PrefixVisit): void {
  for (let line = FIRST_LINE; line < lines.length; line += LINE_WORDS) {
    if (lines[line]! > LINE_PREFIXES) tries.forEach(lines[line]! - BELOW, visit);
    else forEachInLine(lines, line, visit);
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
/** The first word of a line that has passed its prefixes on is this + the root of its trie, 0 if that is empty. */
const BELOW = LINE_PREFIXES + 1;
const PREFIX_WORDS = 3;
/** Large arrays begin 16 octets behind a memory page's start: then no line of ours lies in two of the cache. */
const FIRST_LINE = 12;
