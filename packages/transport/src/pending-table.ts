/** Queries in flight to one peer by message ID. */

/** Draws a uniformly random integer in 0..65535. */
export type RandomId = () => number;

const IDS = 65_536;

/** Maps IDs to whatever waits for the response. IDs are random and unique within the table (RFC 5452 §4.3). */
export class PendingTable<T> {
  readonly #entries = new Map<number, T>();
  readonly #random: RandomId;
  readonly max: number;

  /** `max` bounds the entries, so that a free ID is found in few draws. */
  constructor(random: RandomId, max = 32_768) {
    this.#random = random;
    this.max = Math.min(max, IDS / 2);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Stores `entry` under a fresh random ID; -1 when the table is full. */
  add(entry: T): number {
    if (this.#entries.size >= this.max) return -1;
    let id = this.#random();
    while (this.#entries.has(id)) id = this.#random();
    this.#entries.set(id, entry);
    return id;
  }

  get(id: number): T | undefined {
    return this.#entries.get(id);
  }

  /** Takes the entry out; false when another one, or none, has that ID. */
  remove(id: number, entry: T): boolean {
    return this.#entries.get(id) === entry && this.#entries.delete(id);
  }

  /** Takes all entries out. */
  drain(): T[] {
    const all = [...this.#entries.values()];
    this.#entries.clear();
    return all;
  }
}
