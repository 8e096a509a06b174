/** A path-compressed binary trie over prefixes of 32-bit words (one for IPv4, four for IPv6), in one typed array: a
 *  prefix takes 32 or 64 octets and is nothing to the garbage collector.
 *
 *  With buckets, prefixes of at least 32 bits are in one of many tries by their first 32 bits, mixed, which saves the
 *  upper part of the walk; shorter ones share a trie, asked only when the bucket has no match. */
export class PrefixTrie {
  readonly bucketBits: number;
  readonly #words: number;
  readonly #stride: number;
  #nodes: Uint32Array;
  readonly #roots: Uint32Array | undefined;
  #short = 0;
  #used = 1;
  #free = 0;

  /** There are 2 ** `bucketBits` buckets; 0 for none. */
  constructor(words: 1 | 4, bucketBits = 0) {
    this.#words = words;
    this.#stride = words === 1 ? 4 : 8;
    this.#nodes = new Uint32Array(this.#stride * 16);
    this.#roots = bucketBits === 0 ? undefined : new Uint32Array(2 ** bucketBits);
    this.bucketBits = bucketBits;
  }

  /** The payload (1 to 2^24 - 1) of the longest prefix that `key` starts with; 0 if none. */
  find(key: Uint32Array): number {
    const inBucket = this.findLong(key);
    return inBucket === 0 ? this.#walk(this.#short, key) : inBucket;
  }

  /** The same among the prefixes that are in buckets, of at least 32 bits. */
  findLong(key: Uint32Array): number {
    return this.#roots === undefined ? 0 : this.#walk(this.#roots[this.#bucket(key)]!, key);
  }

  /** The payload of the longest prefix of fewer than `bits` bits that `key` starts with; 0 if none. */
  findShorter(key: Uint32Array, bits: number): number {
    let best = 0;
    let node = this.#root(key, 0);
    while (node !== 0 && this.#length(node) < bits && this.#matches(node, key)) {
      if (this.#payload(node) !== 0) best = this.#payload(node);
      node = this.#child(node, this.#side(key, this.#length(node)));
    }
    return best;
  }

  /** The payload of exactly this prefix; 0 if none. */
  get(key: Uint32Array, bits: number): number {
    let node = this.#root(key, bits);
    while (node !== 0 && this.#length(node) <= bits && this.#matches(node, key)) {
      if (this.#length(node) === bits) return this.#payload(node);
      node = this.#child(node, this.#side(key, this.#length(node)));
    }
    return 0;
  }

  /** Stores `payload` for the prefix, over any earlier one; 0 takes the prefix away. */
  set(key: Uint32Array, bits: number, payload: number): void {
    const root = this.#root(key, bits);
    const next = payload === 0 ? this.#remove(root, key, bits) : this.#insert(root, key, bits, payload);
    if (this.#roots === undefined || bits < LONG_BITS) this.#short = next;
    else this.#roots[this.#bucket(key)] = next;
  }

  #walk(root: number, key: Uint32Array): number {
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

  #insert(root: number, key: Uint32Array, bits: number, payload: number): number {
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
  #remove(root: number, key: Uint32Array, bits: number): number {
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

  #allocate(key: Uint32Array, bits: number, payload: number): number {
    let node = this.#free;
    if (node !== 0) this.#free = this.#nodes[node * this.#stride]!;
    else {
      node = this.#used++;
      if (this.#used * this.#stride > this.#nodes.length) {
        const grown = new Uint32Array(this.#nodes.length * 2);
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

  #root(key: Uint32Array, bits: number): number {
    return this.#roots === undefined || bits < LONG_BITS ? this.#short : this.#roots[this.#bucket(key)]!;
  }

  /** Prefixes whose first 32 bits meet here only share a trie. */
  #bucket(key: Uint32Array): number {
    return Math.imul(key[0]!, 0x9e37_79b1) >>> (32 - this.bucketBits);
  }

  #common(node: number, key: Uint32Array, limit: number): number {
    for (let word = 0; word * 32 < limit; word += 1) {
      const difference = this.#nodes[node * this.#stride + word]! ^ key[word]!;
      if (difference !== 0) return Math.min(limit, word * 32 + Math.clz32(difference));
    }
    return limit;
  }

  #matches(node: number, key: Uint32Array): boolean {
    return this.#common(node, key, this.#length(node)) === this.#length(node);
  }

  #side(key: Uint32Array, bit: number): 0 | 1 {
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
    this.#nodes[node * this.#stride + this.#words] = ((payload << 8) | bits) >>> 0;
  }

  #child(node: number, side: number): number {
    return this.#nodes[node * this.#stride + this.#words + 1 + side]!;
  }

  #setChild(node: number, side: number, child: number): void {
    this.#nodes[node * this.#stride + this.#words + 1 + side] = child;
  }
}

/** Shorter prefixes are in no bucket. */
export const LONG_BITS = 32;
