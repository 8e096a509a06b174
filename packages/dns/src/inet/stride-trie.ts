/** A longest-match index for many prefixes of at most 32 bits: 65,536 roots by the first 16 bits, below them nodes of
 *  four bits that each fill two cache lines. A lookup among a million prefixes reads one root and seldom more than two
 *  nodes. */
export class StrideTrie {
  /** Payload and child of each root. */
  readonly #roots = new Uint32Array(2 * ROOTS);
  /** 16 pairs of payload and child for each node; node 0 is none. */
  #nodes = new Uint32Array(NODE_WORDS * 64);
  #used = 1;
  #free = 0;
  readonly #bitsOf: (payload: number) => number;

  /** `bitsOf` tells the prefix length of a payload that was set. */
  constructor(bitsOf: (payload: number) => number) {
    this.#bitsOf = bitsOf;
  }

  /** The payload of the longest prefix that `word` starts with; 0 if none. */
  find(word: number): number {
    const nodes = this.#nodes;
    let at = (word >>> 16) << 1;
    let best = this.#roots[at]!;
    let node = this.#roots[at + 1]!;
    for (let shift = 12; node !== 0; shift -= 4) {
      at = node * NODE_WORDS + (((word >>> shift) & 15) << 1);
      const payload = nodes[at]!;
      if (payload !== 0) best = payload;
      node = nodes[at + 1]!;
    }
    return best;
  }

  /** Stores a prefix's payload (1 and up). */
  set(word: number, bits: number, payload: number): void {
    const { table, first, count } = this.#slots(word, bits);
    for (let slot = first; slot < first + count; slot += 1) {
      const held = table[slot * 2]!;
      if (held === 0 || this.#bitsOf(held) <= bits) table[slot * 2] = payload;
    }
  }

  /** Takes a prefix away; `shorter` is the payload of the longest one around it, 0 if none. */
  delete(word: number, bits: number, { payload, shorter }: { payload: number; shorter: number }): void {
    const { table, first, count, base } = this.#slots(word, bits);
    // What covers the whole node is found on the way down to it.
    const instead = shorter !== 0 && (base === 0 || this.#bitsOf(shorter) > base) ? shorter : 0;
    for (let slot = first; slot < first + count; slot += 1) {
      if (table[slot * 2] === payload) table[slot * 2] = instead;
    }
    if (base > 0) this.#prune(word, base);
  }

  /** The table that holds a prefix of this length, and its slots there; `base` is the bits decided before the table. */
  #slots(word: number, bits: number): { table: Uint32Array; first: number; count: number; base: number } {
    if (bits <= 16) return { table: this.#roots, first: word >>> 16, count: 1 << (16 - bits), base: 0 };
    let node = this.#child(this.#roots, word >>> 16);
    let base = 16;
    for (; base + 4 < bits; base += 4) node = this.#child(undefined, node * 16 + ((word >>> (28 - base)) & 15));
    const first = node * 16 + ((word >>> (28 - base)) & 15);
    return { table: this.#nodes, first, count: 1 << (base + 4 - bits), base };
  }

  /** The node below a slot of the roots, or of the nodes when `table` is left out; made when it is not there. */
  #child(table: Uint32Array | undefined, slot: number): number {
    const there = (table ?? this.#nodes)[slot * 2 + 1]!;
    if (there !== 0) return there;
    const made = this.#allocate();
    (table ?? this.#nodes)[slot * 2 + 1] = made;
    return made;
  }

  #allocate(): number {
    const recycled = this.#free;
    if (recycled !== 0) {
      this.#free = this.#nodes[recycled * NODE_WORDS]!;
      this.#nodes[recycled * NODE_WORDS] = 0;
      return recycled;
    }
    if ((this.#used + 1) * NODE_WORDS > this.#nodes.length) {
      const grown = new Uint32Array(this.#nodes.length * 2);
      grown.set(this.#nodes);
      this.#nodes = grown;
    }
    return this.#used++;
  }

  /** Frees nodes on the way to `word` that hold nothing any more, the deepest first; `base` as in #slots. */
  #prune(word: number, base: number): void {
    const nodes = this.#nodes;
    const path = [(word >>> 16) * 2 + 1];
    let node = this.#roots[path[0]!]!;
    const found = [node];
    for (let depth = 16; depth < base; depth += 4) {
      const at = node * NODE_WORDS + ((word >>> (28 - depth)) & 15) * 2 + 1;
      node = nodes[at]!;
      path.push(at);
      found.push(node);
    }
    for (let level = found.length - 1; level >= 0; level -= 1) {
      const at = found[level]! * NODE_WORDS;
      if (nodes.subarray(at, at + NODE_WORDS).some((value) => value !== 0)) return;
      nodes[at] = this.#free;
      this.#free = found[level]!;
      (level === 0 ? this.#roots : nodes)[path[level]!] = 0;
    }
  }
}

const ROOTS = 65_536;
const NODE_WORDS = 32;
