/** Is given each prefix, with a key of its own. */
export type PrefixVisit = (key: Int32Array, bits: number, payload: number) => void;

/** Path-compressed binary tries over prefixes of 32-bit words (one for IPv4, four for IPv6), all in one typed array: a
 *  prefix takes 16 or 32 octets, twice that where it parts from another, and is nothing to the garbage collector. The
 *  array doubles when it is full.
 *
 *  A trie is known by its root, a number; 0 is the empty one. `set` tells the root from then on. */
export class PrefixTries {
  readonly #words: number;
  readonly #stride: number;
  #nodes: Int32Array;
  #used = 1;
  #free = 0;

  constructor(words: 1 | 4) {
    this.#words = words;
    this.#stride = words === 1 ? 4 : 8;
    this.#nodes = new Int32Array(this.#stride * 16);
  }

  /** The payload (1 to 2^24 - 1) of the longest prefix that `key` starts with; 0 if none. */
  find(root: number, key: Int32Array): number {
    const nodes = this.#nodes;
    const stride = this.#stride;
    const words = this.#words;
    let best = 0;
    let node = root;
    while (node !== 0) {
      const at = node * stride;
      const meta = nodes[at + words]!;
      const length = meta & 0xff;
      const whole = length >> 5;
      for (let word = 0; word < whole; word += 1) if (nodes[at + word] !== key[word]) return best;
      const rest = length & 31;
      if (rest !== 0 && (nodes[at + whole]! ^ key[whole]!) >>> (32 - rest) !== 0) return best;
      if (meta >>> 8 !== 0) best = meta >>> 8;
      if (whole === words) return best;
      node = nodes[at + words + 1 + ((key[whole]! >>> (31 - rest)) & 1)]!;
    }
    return best;
  }

  /** The longest prefix of fewer than `bits` bits that `key` starts with; payload 0 if there is none. */
  findShorter(root: number, key: Int32Array, bits: number): { payload: number; bits: number } {
    let best = 0;
    let node = root;
    while (node !== 0 && this.#length(node) < bits && this.#matches(node, key)) {
      if (this.#payload(node) !== 0) best = node;
      node = this.#child(node, this.#side(key, this.#length(node)));
    }
    return { payload: this.#payload(best), bits: this.#length(best) };
  }

  /** The payload of exactly this prefix; 0 if none. */
  get(root: number, key: Int32Array, bits: number): number {
    let node = root;
    while (node !== 0 && this.#length(node) <= bits && this.#matches(node, key)) {
      if (this.#length(node) === bits) return this.#payload(node);
      node = this.#child(node, this.#side(key, this.#length(node)));
    }
    return 0;
  }

  /** Stores `payload` for the prefix, over any earlier one; 0 takes the prefix away. Returns the new root. */
  set(root: number, key: Int32Array, bits: number, payload: number): number {
    return payload === 0 ? this.#remove(root, key, bits) : this.#insert(root, key, bits, payload);
  }

  /** Visits all prefixes of a trie. */
  forEach(root: number, visit: PrefixVisit): void {
    if (root === 0) return;
    const payload = this.#payload(root);
    if (payload !== 0) visit(this.#prefix(root), this.#length(root), payload);
    this.forEach(this.#child(root, 0), visit);
    this.forEach(this.#child(root, 1), visit);
  }

  /** The node's key without what came behind the prefix when the node was made. */
  #prefix(node: number): Int32Array {
    const key = this.#nodes.slice(node * this.#stride, node * this.#stride + this.#words);
    const length = this.#length(node);
    key.fill(0, Math.ceil(length / 32));
    if (length % 32 !== 0) key[length >> 5]! &= -1 << (32 - (length % 32));
    return key;
  }

  #insert(root: number, key: Int32Array, bits: number, payload: number): number {
    if (root === 0) return this.#allocate(key, bits, payload);
    const length = this.#length(root);
    const common = this.#common(root, key, Math.min(bits, length));
    if (common === length) {
      if (length === bits) this.#describe(root, bits, payload);
      else {
        const side = this.#side(key, length);
        const next = this.#insert(this.#child(root, side), key, bits, payload);
        this.#setChild(root, side, next);
      }
      return root;
    }
    const rootSide = this.#nodeSide(root, common);
    const parent = this.#allocate(key, common, common === bits ? payload : 0);
    this.#setChild(parent, rootSide, root);
    if (common < bits) {
      const leaf = this.#allocate(key, bits, payload);
      this.#setChild(parent, 1 - rootSide, leaf);
    }
    return parent;
  }

  /** Removes the prefix below `root`; nodes that neither hold a payload nor join two branches go with it. */
  #remove(root: number, key: Int32Array, bits: number): number {
    if (root === 0 || this.#length(root) > bits || !this.#matches(root, key)) return root;
    const length = this.#length(root);
    if (length === bits) this.#describe(root, bits, 0);
    else {
      const side = this.#side(key, length);
      this.#setChild(root, side, this.#remove(this.#child(root, side), key, bits));
    }
    const left = this.#child(root, 0);
    const right = this.#child(root, 1);
    if (this.#payload(root) !== 0 || (left !== 0 && right !== 0)) return root;
    this.#nodes[root * this.#stride] = this.#free;
    this.#free = root;
    return left === 0 ? right : left;
  }

  #allocate(key: Int32Array, bits: number, payload: number): number {
    let node = this.#free;
    if (node !== 0) this.#free = this.#nodes[node * this.#stride]!;
    else {
      node = this.#used++;
      if (this.#used * this.#stride > this.#nodes.length) {
        const grown = new Int32Array(this.#nodes.length * 2);
        grown.set(this.#nodes);
        this.#nodes = grown;
      }
    }
    this.#nodes.set(key, node * this.#stride);
    this.#setChild(node, 0, 0);
    this.#setChild(node, 1, 0);
    this.#describe(node, bits, payload);
    return node;
  }

  #common(node: number, key: Int32Array, limit: number): number {
    for (let word = 0; word * 32 < limit; word += 1) {
      const difference = this.#nodes[node * this.#stride + word]! ^ key[word]!;
      if (difference !== 0) return Math.min(limit, word * 32 + Math.clz32(difference));
    }
    return limit;
  }

  #matches(node: number, key: Int32Array): boolean {
    return this.#common(node, key, this.#length(node)) === this.#length(node);
  }

  #side(key: Int32Array, bit: number): 0 | 1 {
    return ((key[bit >> 5]! >>> (31 - (bit & 31))) & 1) as 0 | 1;
  }

  #nodeSide(node: number, bit: number): number {
    return (this.#nodes[node * this.#stride + (bit >> 5)]! >>> (31 - (bit & 31))) & 1;
  }

  #length(node: number): number {
    return this.#nodes[node * this.#stride + this.#words]! & 0xff;
  }

  #payload(node: number): number {
    return this.#nodes[node * this.#stride + this.#words]! >>> 8;
  }

  #describe(node: number, bits: number, payload: number): void {
    this.#nodes[node * this.#stride + this.#words] = (payload << 8) | bits;
  }

  #child(node: number, side: number): number {
    return this.#nodes[node * this.#stride + this.#words + 1 + side]!;
  }

  #setChild(node: number, side: number, child: number): void {
    this.#nodes[node * this.#stride + this.#words + 1 + side] = child;
  }
}
