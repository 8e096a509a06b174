/**
 * Cuts a PowerDNS protobuf stream into messages: each is preceded by its length, big endian, in 2 octets (the default)
 * or 4 (`frame4` of the recursor). Pure: octets in, messages out. It holds at most one unfinished message.
 */
export class PdnsFrames {
  readonly #prefixOctets: 2 | 4;
  readonly #frameMax: number;
  #held = Buffer.alloc(4);
  /** Octets in `#held`: of the prefix while `#length` is -1, of the message afterwards. */
  #filled = 0;
  #length = -1;

  /** `frameMax` is the largest message accepted, in octets. */
  constructor(prefixOctets: 2 | 4, frameMax: number) {
    this.#prefixOctets = prefixOctets;
    this.#frameMax = frameMax;
  }

  /**
   * The messages that `chunk` completes; copies, which the caller owns. Undefined when a length exceeds the maximum:
   * the stream cannot be read any further, because prefix and message can no longer be told apart.
   */
  push(chunk: Buffer): Buffer[] | undefined {
    const messages: Buffer[] = [];
    let at = 0;
    for (;;) {
      const wanted = (this.#length < 0 ? this.#prefixOctets : this.#length) - this.#filled;
      const taken = Math.min(wanted, chunk.length - at);
      this.#hold(chunk.subarray(at, at + taken));
      at += taken;
      if (taken < wanted) return messages;
      if (this.#length >= 0) messages.push(this.#finish());
      else if (!this.#startMessage()) return undefined;
    }
  }

  /** True between two messages: a connection that ends elsewhere was cut. */
  get atBoundary(): boolean {
    return this.#filled === 0 && this.#length < 0;
  }

  #startMessage(): boolean {
    this.#length = this.#prefixOctets === 2 ? this.#held.readUInt16BE(0) : this.#held.readUInt32BE(0);
    this.#filled = 0;
    return this.#length <= this.#frameMax;
  }

  #finish(): Buffer {
    const message = Buffer.from(this.#held.subarray(0, this.#length));
    this.#filled = 0;
    this.#length = -1;
    if (this.#held.length > 65_536) this.#held = Buffer.alloc(4);
    return message;
  }

  /** Grows by doubling, so that a claimed length takes no memory before its octets have arrived. */
  #hold(octets: Buffer): void {
    const needed = this.#filled + octets.length;
    if (needed > this.#held.length) {
      const grown = Buffer.alloc(Math.max(needed, this.#held.length * 2));
      this.#held.copy(grown, 0, 0, this.#filled);
      this.#held = grown;
    }
    octets.copy(this.#held, this.#filled);
    this.#filled = needed;
  }
}
