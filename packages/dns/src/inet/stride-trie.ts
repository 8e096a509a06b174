/** A longest-match index for many prefixes of at most 32 bits: a slot for each value of the first bits, below them
 *  nodes of four bits that each fill a cache line. A slot tells the longest prefix that decides it or the node that
 *  does, so a lookup reads one slot and seldom more than one of a node.
 *
 *  With 16, 20 or 24 root bits it takes 256 kB, 4 MB or 64 MB for their slots, and 64 octets for each node: one for
 *  every four bits that a prefix is longer than the root bits, as far as prefixes share none; and up to a quarter more.
 *  A prefix of few bits is written to many slots, up to 2^24 of them. */
export class StrideTrie {
  readonly rootBits: number;
  /** First the roots, then nodes of 16 slots. A slot is payload << 6 | bits, 0 for nothing, or -(first slot of its
   *  node), whose slots then hold also what would be here. */
  #slots: Int32Array;
  #used: number;
  #free = 0;

  /** `rootBits` is 4, 8, 12, 16, 20 or 24. */
  constructor(rootBits: number) {
    this.rootBits = rootBits;
    this.#used = 2 ** rootBits;
    this.#slots = new Int32Array(this.#used + 64 * NODE_SLOTS);
  }

  /** The payload of the longest prefix that `word` starts with; 0 if none. */
  find(word: number): number {
    const slots = this.#slots;
    let shift = 32 - this.rootBits;
    let slot = slots[word >>> shift]!;
    while (slot < 0) {
      shift -= 4;
      slot = slots[((word >>> shift) & 15) - slot]!;
    }
    return slot >> 6;
  }

  /** Stores a prefix's payload, 1 to 2^24 - 1. */
  set(word: number, bits: number, payload: number): void {
    const { first, count } = this.#range(word, bits);
    this.#replace(first, count, { least: 0, most: bits, by: (payload << 6) | bits });
  }

  /** Takes a prefix away; `shorter` is the longest one around it, its payload 0 if there is none. */
  delete(word: number, bits: number, shorter: { payload: number; bits: number }): void {
    const { first, count } = this.#range(word, bits);
    this.#replace(first, count, { least: bits, most: bits, by: (shorter.payload << 6) | shorter.bits });
    this.#prune(word, 32 - this.rootBits, word >>> (32 - this.rootBits));
  }

  /** The slots of a prefix, in nodes made where there are none. */
  #range(word: number, bits: number): { first: number; count: number } {
    let shift = 32 - this.rootBits;
    let at = word >>> shift;
    while (32 - shift < bits) {
      shift -= 4;
      at = this.#node(at) + ((word >>> shift) & 15);
    }
    return { first: at, count: 1 << (32 - shift - bits) };
  }

  /** Writes to the slots, and to those of the nodes below, that hold a prefix of `least` to `most` bits. */
  #replace(first: number, count: number, what: { least: number; most: number; by: number }): void {
    const slots = this.#slots;
    for (let at = first; at < first + count; at += 1) {
      const held = slots[at]!;
      if (held < 0) this.#replace(-held, NODE_SLOTS, what);
      else if ((held & 63) >= what.least && (held & 63) <= what.most) slots[at] = what.by;
    }
  }

  /** The node below a slot; made when it is not there. */
  #node(at: number): number {
    const held = this.#slots[at]!;
    if (held < 0) return -held;
    const node = this.#allocate();
    this.#slots.fill(held, node, node + NODE_SLOTS);
    this.#slots[at] = -node;
    return node;
  }

  #allocate(): number {
    const recycled = this.#free;
    if (recycled !== 0) {
      this.#free = this.#slots[recycled]!;
      return recycled;
    }
    const node = this.#used;
    this.#used += NODE_SLOTS;
    if (this.#used > this.#slots.length) {
      // By a quarter: the roots, which do not become more, are most of it.
      const grown = new Int32Array(Math.ceil(this.#slots.length * 1.25));
      grown.set(this.#slots);
      this.#slots = grown;
    }
    return node;
  }

  /** Frees nodes on the way to `word` below the slot that do not tell prefixes apart any more, the deepest first. */
  #prune(word: number, shift: number, at: number): void {
    const slots = this.#slots;
    if (slots[at]! >= 0) return;
    const node = -slots[at]!;
    this.#prune(word, shift - 4, node + ((word >>> (shift - 4)) & 15));
    const held = slots[node]!;
    if (held < 0 || slots.subarray(node, node + NODE_SLOTS).some((slot) => slot !== held)) return;
    slots[at] = held;
    slots[node] = this.#free;
    this.#free = node;
  }
}

const NODE_SLOTS = 16;
