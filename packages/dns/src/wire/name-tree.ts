/** A map from names to values that finds the closest enclosing name: zones, delegations, suffix rules. */
import { LOWERED, type DNSName } from './name.ts';

const SLOTS_MIN = 16;
/** Octets that a hash takes in at first, from the left of a name. */
const HASHED_LEAST = 12;
/** Most names there before with the hash of a new one, if it could take in more octets of that. */
const CLASHES_MAX = 3;
/** Words of a head: a name's number of octets and the first 28 of them. */
const HEAD_WORDS = 8;
const HEAD_OCTETS = 4 * (HEAD_WORDS - 1);
/** Large arrays begin 16 octets behind a memory page's start: then no head lies in two lines of the cache. */
const FIRST_HEAD = 12;

/**
 * Suffix map over names, case-insensitive: a hash table with open addressing, at most half full. A lookup makes no
 * string or object. Most names differ in their first 12 octets, so the hash is of these; as soon as a few names have
 * the same one, of twice as many, up to all. Among many names the time goes into reading memory: one place when there
 * is no such name, else three, and the name itself when it has more than 28 octets. A value is anything but undefined.
 *
 * The hash has no secret: names to be stored come from those who run the server. Who may choose them can make all of
 * them clash, so that a look-up goes through all. Names that are only looked up cannot.
 */
export class NameTree<V> {
  /** In the low bits, as many as number the slots, a name's index + 1; above them the bits of its hash that the place
   *  does not tell. 0 for an empty slot. */
  #slots = new Int32Array(SLOTS_MIN);
  /** For each name its number of octets and its first ones, lowered. When it is shorter than a head, the last word is
   *  that of its last four octets. */
  #heads = newHeads(SLOTS_MIN);
  readonly #names: DNSName[] = [];
  /** Undefined for a name that was deleted, until it comes again. */
  readonly #values: (V | undefined)[] = [];
  #size = 0;
  /** Octets that the hash takes in, a multiple of four. */
  #hashed = HASHED_LEAST;
  /** Numbers of labels that names had since the table was built, descending: other suffixes are not looked for. */
  #depths: number[] = [];

  /** Names with a value. */
  get size(): number {
    return this.#size;
  }

  /** Stores a value, over an earlier one. */
  set(name: DNSName, value: V): this {
    let index = this.#find(name.wire, 0);
    if (index < 0) index = this.#add(name);
    if (this.#values[index] === undefined) {
      this.#names[index] = name;
      this.#size += 1;
    }
    this.#values[index] = value;
    return this;
  }

  /** The value at exactly `name`. */
  get(name: DNSName): V | undefined {
    return this.#valueOf(name.wire, 0);
  }

  /** True when `name` had a value. */
  delete(name: DNSName): boolean {
    const index = this.#find(name.wire, 0);
    if (index < 0 || this.#values[index] === undefined) return false;
    this.#values[index] = undefined;
    this.#size -= 1;
    return true;
  }

  clear(): void {
    this.#hashed = HASHED_LEAST;
    this.#empty(SLOTS_MIN);
  }

  /** The value at `name` or at its closest ancestor that has one. */
  closest(name: DNSName): V | undefined {
    return this.#closest(name, 0);
  }

  /** The value at the closest ancestor of `name` that has one, never that at `name` itself. */
  closestAbove(name: DNSName): V | undefined {
    return this.#closest(name, 1);
  }

  /** True when `name` or an ancestor of it is in the tree. */
  covers(name: DNSName): boolean {
    return this.#closest(name, 0) !== undefined;
  }

  /** All names and values, in no particular order. A name may be deleted meanwhile; after a `set`, which may make the
   *  table anew, some may be passed over. */
  *[Symbol.iterator](): Iterator<readonly [DNSName, V]> {
    for (const [index, value] of this.#values.entries()) if (value !== undefined) yield [this.#names[index]!, value];
  }

  /** Leaves out the `above` leftmost labels; above the root there is nothing. */
  #closest({ wire }: DNSName, above: number): V | undefined {
    const depths = this.#depths;
    let labels = 0;
    for (let at = 0; wire[at] !== 0; at = (at + wire[at]! + 1) | 0) labels += 1;
    const most = labels - above;
    let start = 0;
    for (let i = 0; i < depths.length; i += 1) {
      const depth = depths[i]!;
      if (depth > most) continue;
      for (; labels > depth; labels -= 1) start = (start + wire[start]! + 1) | 0;
      const value = this.#valueOf(wire, start);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The value at the suffix of `wire` from `start` on. */
  #valueOf(wire: Uint8Array, start: number): V | undefined {
    const hash = hashOf(wire, start, this.#hashed);
    const slots = this.#slots;
    const mask = (slots.length - 1) | 0;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = slots[at]!;
      const index = slot & mask;
      if (index === 0) return undefined;
      if (((slot ^ hash) & ~mask) !== 0) continue;
      // Read before the name is compared: a processor waits for both at once.
      const value = this.#values[index - 1];
      if (this.#isSuffix(index - 1, wire, start)) return value;
    }
  }

  /** The index of the suffix of `wire` from `start` on, -1 if there is none. */
  #find(wire: Uint8Array, start: number): number {
    const hash = hashOf(wire, start, this.#hashed);
    const slots = this.#slots;
    const mask = (slots.length - 1) | 0;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = slots[at]!;
      const index = slot & mask;
      if (index === 0) return -1;
      if (((slot ^ hash) & ~mask) === 0 && this.#isSuffix(index - 1, wire, start)) return index - 1;
    }
  }

  /** True when the name with this index is the suffix of `wire` from `start` on. */
  #isSuffix(index: number, wire: Uint8Array, start: number): boolean {
    const heads = this.#heads;
    const octets = (wire.length - start) | 0;
    let at = (FIRST_HEAD + Math.imul(index, HEAD_WORDS)) | 0;
    if (heads[at] !== octets) return false;
    const end = (start + Math.min(octets, HEAD_OCTETS)) | 0;
    for (let from = start; from < end; from = (from + 4) | 0) {
      at = (at + 1) | 0;
      const word = wordOf(wire, start, from);
      if (heads[at] !== word && heads[at] !== loweredWord(word)) return false;
    }
    return octets <= HEAD_OCTETS || isSameBehind(HEAD_OCTETS, this.#names[index]!.wire, wire, start);
  }

  /** Gives a name that is not there an index. */
  #add(name: DNSName): number {
    if (2 * (this.#names.length + 1) > this.#slots.length) this.#rebuild();
    const { wire } = name;
    const hash = hashOf(wire, 0, this.#hashed);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let clashes = 0;
    let at = hash & mask;
    for (; slots[at] !== 0; at = (at + 1) & mask) if (((slots[at]! ^ hash) & ~mask) === 0) clashes += 1;
    if (clashes > CLASHES_MAX && this.#hashed < wire.length) {
      this.#hashed *= 2;
      this.#rebuild();
      return this.#add(name);
    }
    const index = this.#names.push(name) - 1;
    this.#values.push(undefined);
    slots[at] = (hash & ~mask) | (index + 1);
    fillHead(this.#heads, FIRST_HEAD + index * HEAD_WORDS, wire);
    const depth = name.labelCount;
    if (!this.#depths.includes(depth)) this.#depths = [...this.#depths, depth].toSorted((a, b) => b - a);
    return index;
  }

  /** Makes the table anew with room for twice the names there are, without those that were deleted. */
  #rebuild(): void {
    const kept = [...this];
    let slots = SLOTS_MIN;
    while (slots < 4 * kept.length) slots *= 2;
    this.#empty(slots);
    for (const [name, value] of kept) this.set(name, value);
  }

  #empty(slots: number): void {
    this.#slots = new Int32Array(slots);
    this.#heads = newHeads(slots);
    this.#names.length = 0;
    this.#values.length = 0;
    this.#size = 0;
    this.#depths = [];
  }
}

const START = 0x811c9dc5 | 0;
const MULTIPLIER = 0x9e3779b1 | 0;
/** Makes letters lower in all four octets of a word. That it merges other octets too costs only a comparison. */
const LOWER_BITS = 0x20202020;

/** Room for the heads of half as many names as there are slots. */
function newHeads(slots: number): Int32Array {
  return new Int32Array(FIRST_HEAD + (slots / 2) * HEAD_WORDS);
}

function fillHead(heads: Int32Array, head: number, wire: Uint8Array): void {
  heads[head] = wire.length;
  const words = Math.min((wire.length + 3) >> 2, HEAD_WORDS - 1);
  for (let i = 0; i < words; i += 1) heads[head + 1 + i] = loweredWord(wordOf(wire, 0, 4 * i));
}

// With `| 0` the engine computes in 32 bits what it would otherwise take for fractions, or check for overflow.

/** The hash of the suffix of `wire` from `start` on, by its first octets: the same for upper and lower case. */
function hashOf(wire: Uint8Array, start: number, most: number): number {
  const octets = (wire.length - start) | 0;
  const end = (start + Math.min(octets, most)) | 0;
  let hash = START ^ octets;
  for (let from = start; from < end; from = (from + 4) | 0) {
    hash = Math.imul(hash ^ (wordOf(wire, start, from) | LOWER_BITS), MULTIPLIER);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Four octets from `from` on, or the last four, of the suffix from `start` on; all of a shorter one. */
function wordOf(wire: Uint8Array, start: number, from: number): number {
  const at = Math.min(from, (wire.length - 4) | 0);
  if (at < start) return shortWord(wire, start);
  return wire[at]! | (wire[(at + 1) | 0]! << 8) | (wire[(at + 2) | 0]! << 16) | (wire[(at + 3) | 0]! << 24);
}

/** Octets from `start` on, less than four, with zeros behind. */
function shortWord(wire: Uint8Array, start: number): number {
  let word = 0;
  for (let at = wire.length - 1; at >= start; at -= 1) word = (word << 8) | wire[at]!;
  return word;
}

/** True when the suffix of `wire` from `start` on, as long as `name`, has the same octets from the given one on. */
function isSameBehind(from: number, name: Uint8Array, wire: Uint8Array, start: number): boolean {
  for (let i = from; i < name.length; i += 1) if (LOWERED[name[i]!] !== LOWERED[wire[start + i]!]) return false;
  return true;
}

/** The word with ASCII letters lowered in all four octets; length octets (63 at most) are no letters. */
function loweredWord(word: number): number {
  const low = word & 0x7f7f7f7f;
  // The top bit of each octet: set by the first sum from `A` on, by the second from `[` on.
  const upper = (low + 0x3f3f3f3f) & ~(low + 0x25252525) & ~word & 0x80808080;
  return word | (upper >>> 2);
}
