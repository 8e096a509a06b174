/** Queries in flight to one peer by message ID. */

/** Draws a uniformly random integer in 0..65535. */
export type RandomId = () => number;

const IDS = 65_536;

/** Maps IDs to whatever waits for the response. IDs are random and unique within the table (RFC 5452 §4.3). */
export class PendingTable<T> {
  readonly #entries: (T | undefined)[] = [];
  readonly #random: RandomId;
  readonly max: number;
  #size = 0;

  /** `max` bounds the entries, so that a free ID is found in few draws. */
  constructor(random: RandomId, max = 32_768) {
    this.#random = random;
    this.max = Math.min(max, IDS / 2);
  }

  get size(): number {
    return this.#size;
  }

  /** Stores `entry` under a fresh random ID; -1 when the table is full. */
  add(entry: T): number {
    if (this.#size >= this.max) return -1;
    let id = this.#random();
    while (this.#entries[id] !== undefined) id = this.#random();
    this.#entries[id] = entry;
    this.#size += 1;
    return id;
  }

  get(id: number): T | undefined {
    return this.#entries[id];
  }

  /** Takes the entry out; false when another one, or none, has that ID. */
  remove(id: number, entry: T): boolean {
    if (this.#entries[id] !== entry) return false;
    this.#entries[id] = undefined;
    this.#size -= 1;
    return true;
  }

  /** Takes all entries out. */
  drain(): T[] {
    const all = this.#entries.filter((entry) => entry !== undefined);
    this.#entries.length = 0;
    this.#size = 0;
    return all;
  }
}
