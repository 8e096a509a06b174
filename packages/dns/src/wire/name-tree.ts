/** A map from names to values that finds the closest enclosing name: zones, delegations, suffix rules. */
import type { DNSName } from './name.ts';

const LABELS_MAX = 128;
const SLOTS_MIN = 16;
const ARENA_MIN = 64;

/** Offsets of the labels of the name that is looked for, the root's last. */
const starts = new Uint8Array(LABELS_MAX);
/** Its octets from the last one on, four to a word; the word that a suffix begins in has zeros in front. */
const words = new Int32Array(LABELS_MAX);

/**
 * Suffix map over names, case-insensitive: a hash table with open addressing, at most half full. A lookup hashes the
 * name once and makes no string or object. What it reads lies in a few arrays, 6 octets for a slot and about 60 for a
 * name, because among many names the time goes into reading memory. A value is anything but undefined.
 */
export class NameTree<V> {
  /** 16 bits of the hash of the name in each slot, 0 for an empty one: most searches that fail read nothing else. */
  #tags = new Uint16Array(SLOTS_MIN);
  /** Where in the arena the name of each slot is. */
  #offsets = new Int32Array(SLOTS_MIN);
  /** For each name its index in the next two, its number of octets, and its words, lowered. */
  #arena = new Int32Array(ARENA_MIN);
  #used = 0;
  readonly #names: DNSName[] = [];
  /** Undefined for a name that was deleted, until it comes again. */
  readonly #values: (V | undefined)[] = [];
  #size = 0;
  /** Numbers of labels that names had since the table was built, ascending: other suffixes are not looked for. */
  #depths: number[] = [];

  /** Names with a value. */
  get size(): number {
    return this.#size;
  }

  /** Stores a value, over an earlier one. */
  set(name: DNSName, value: V): this {
    const hash = hashName(name.wire);
    const slot = this.#locate(hash, name.wire.length);
    if (this.#tags[slot] === 0) this.#fill(slot, hash, name);
    const index = this.#arena[this.#offsets[slot]!]!;
    if (this.#values[index] === undefined) {
      this.#names[index] = name;
      this.#size += 1;
      this.#addDepth(name.labelCount);
    }
    this.#values[index] = value;
    if (2 * this.#names.length > this.#tags.length) this.#rebuild();
    return this;
  }

  /** The value at exactly `name`. */
  get(name: DNSName): V | undefined {
    const index = this.#find(name);
    return index < 0 ? undefined : this.#values[index];
  }

  /** True when `name` had a value. */
  delete(name: DNSName): boolean {
    const index = this.#find(name);
    if (index < 0 || this.#values[index] === undefined) return false;
    this.#values[index] = undefined;
    this.#size -= 1;
    return true;
  }

  clear(): void {
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
    const labels = findLabels(wire);
    const most = labels - above;
    const depths = this.#depths;
    let closest: V | undefined;
    let whole = 0;
    let state = START;
    for (let which = 0; which < depths.length; which += 1) {
      const depth = depths[which]!;
      if (depth > most) break;
      const start = starts[labels - depth]!;
      const octets = (wire.length - start) | 0;
      state = hashWords(wire, whole, octets >> 2, state);
      whole = octets >> 2;
      const slot = this.#locate(hashRest(wire, start, whole, state), octets);
      if (this.#tags[slot] === 0) continue;
      const value = this.#values[this.#arena[this.#offsets[slot]!]!];
      if (value !== undefined) closest = value;
    }
    return closest;
  }

  /** The index of exactly this name, -1 if there is none. */
  #find({ wire }: DNSName): number {
    const slot = this.#locate(hashName(wire), wire.length | 0);
    return this.#tags[slot] === 0 ? -1 : this.#arena[this.#offsets[slot]!]!;
  }

  /** The slot of the suffix of so many octets that was hashed last, or the empty one where it would go. */
  #locate(hash: number, octets: number): number {
    const tags = this.#tags;
    const mask = tags.length - 1;
    const wanted = tagOf(hash);
    let slot = hash & mask;
    for (let tag = tags[slot]!; tag !== 0; tag = tags[slot]!) {
      if (tag === wanted && isSuffix(this.#arena, this.#offsets[slot]!, octets)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Puts the name, which was hashed last, into an empty slot, with the next index. */
  #fill(slot: number, hash: number, name: DNSName): void {
    const octets = name.wire.length;
    const count = (octets >> 2) + 1;
    while (this.#used + 2 + count > this.#arena.length) {
      const grown = new Int32Array(2 * this.#arena.length);
      grown.set(this.#arena);
      this.#arena = grown;
    }
    this.#tags[slot] = tagOf(hash);
    this.#offsets[slot] = this.#used;
    this.#arena[this.#used++] = this.#names.push(name) - 1;
    this.#arena[this.#used++] = octets;
    for (let i = 0; i < count; i += 1) this.#arena[this.#used++] = loweredWord(words[i]!);
  }

  /** Makes the table anew with room for twice the names there are, without those that were deleted. */
  #rebuild(): void {
    const kept = [...this];
    let slots = SLOTS_MIN;
    while (slots < 4 * kept.length) slots *= 2;
    this.#empty(slots);
    for (const [name, value] of kept) this.set(name, value);
  }

  #addDepth(labels: number): void {
    if (!this.#depths.includes(labels)) this.#depths = [...this.#depths, labels].toSorted((a, b) => a - b);
  }

  #empty(slots: number): void {
    this.#tags = new Uint16Array(slots);
    this.#offsets = new Int32Array(slots);
    this.#arena = new Int32Array(ARENA_MIN);
    this.#used = 0;
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

// With `| 0` the engine computes in 32 bits what it would otherwise take for fractions, or check for overflow.

/** Fills `starts` and returns the number of labels. */
function findLabels(wire: Uint8Array): number {
  let labels = 0;
  let at = 0;
  for (; wire[at] !== 0; at += wire[at]! + 1) starts[labels++] = at;
  starts[labels] = at;
  return labels;
}

/** Fills `words` with a whole name and returns its hash, the same for upper and lower case. */
function hashName(wire: Uint8Array): number {
  const whole = wire.length >> 2;
  return hashRest(wire, 0, whole, hashWords(wire, 0, whole, START));
}

/** Fills `words` from one index up to another and takes them into the hash. */
function hashWords(wire: Uint8Array, from: number, to: number, hash: number): number {
  let at = (wire.length - 4 * from) | 0;
  for (let i = from; i < to; i = (i + 1) | 0) {
    at = (at - 4) | 0;
    const word = wire[at]! | (wire[(at + 1) | 0]! << 8) | (wire[(at + 2) | 0]! << 16) | (wire[(at + 3) | 0]! << 24);
    words[i] = word;
    hash = mixed(hash, word);
  }
  return hash;
}

/** Puts the octets from `start` up to the whole words into a last word, and returns the hash with it. */
function hashRest(wire: Uint8Array, start: number, whole: number, hash: number): number {
  const rest = (wire.length - start - 4 * whole) | 0;
  let word = 0;
  if (rest > 0) word = wire[start]!;
  if (rest > 1) word |= wire[start + 1]! << 8;
  if (rest > 2) word |= wire[start + 2]! << 16;
  words[whole] = word;
  return mixed(hash, word);
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ (word | LOWER_BITS), MULTIPLIER);
  return product ^ (product >>> 15);
}

function tagOf(hash: number): number {
  return hash >>> 16 || 1;
}

/** True when the name at `at` in the arena is the suffix of so many octets that `words` has. */
function isSuffix(arena: Int32Array, at: number, octets: number): boolean {
  if (arena[at + 1] !== octets) return false;
  const count = (octets >> 2) + 1;
  for (let i = 0; i < count; i = (i + 1) | 0) {
    const word = arena[(at + 2 + i) | 0]!;
    if (word !== words[i] && word !== loweredWord(words[i]!)) return false;
  }
  return true;
}

/** The word with ASCII letters lowered in all four octets; length octets (63 at most) are no letters. */
function loweredWord(word: number): number {
  const low = word & 0x7f7f7f7f;
  // The top bit of each octet: set by the first sum from `A` on, by the second from `[` on.
  const upper = (low + 0x3f3f3f3f) & ~(low + 0x25252525) & ~word & 0x80808080;
  return word | (upper >>> 2);
}
