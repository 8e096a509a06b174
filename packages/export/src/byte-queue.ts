/** Octet strings waiting to be sent, first in first out, up to a number of octets. The newest is refused. */
export class ByteQueue {
  readonly bytesMax: number;
  #bytes = 0;
  #items: Uint8Array[] = [];
  #head = 0;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** False when there is no room. */
  push(octets: Uint8Array): boolean {
    if (this.#bytes + octets.length > this.bytesMax) return false;
    this.#items.push(octets);
    this.#bytes += octets.length;
    return true;
  }

  shift(): Uint8Array | undefined {
    const octets = this.#items[this.#head];
    if (octets === undefined) return undefined;
    this.#head++;
    this.#bytes -= octets.length;
    // Array.shift moves everything behind; this does so once for many.
    if (this.#head > 1024 || this.#head === this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return octets;
  }

  /** Takes up to `itemsMax` items of together at most `bytesMax`, at least one if there is any. */
  take(itemsMax: number, bytesMax: number): Uint8Array[] {
    const batch: Uint8Array[] = [];
    let bytes = 0;
    while (batch.length < itemsMax) {
      const next = this.#items[this.#head];
      if (next === undefined || (batch.length > 0 && bytes + next.length > bytesMax)) break;
      bytes += next.length;
      batch.push(this.shift()!);
    }
    return batch;
  }

  /** Forgets everything; gives how many items that were. */
  clear(): number {
    const { length } = this;
    this.#items = [];
    this.#head = 0;
    this.#bytes = 0;
    return length;
  }
}
