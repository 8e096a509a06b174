/** A map that never holds more than its maximum. */

/** Steps that one insertion may spend on looking for something that nobody used. */
const SECOND_CHANCES = 8;

interface Slot<V> {
  readonly value: V;
  used: boolean;
}

/**
 * Keys to values, at most `max`. When full, the oldest entry that was not read since it was last passed over goes
 * (second chance: close to least recently used, without moving anything on a read).
 */
export class BoundedMap<V> {
  max: number;
  /** Entries that had to go for others. */
  evicted = 0;
  readonly #slots = new Map<string, Slot<V>>();

  constructor(max: number) {
    this.max = max;
  }

  get size(): number {
    return this.#slots.size;
  }

  get(key: string): V | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined) return undefined;
    slot.used = true;
    return slot.value;
  }

  set(key: string, value: V): void {
    if (this.max <= 0) return;
    if (!this.#slots.delete(key) && this.#slots.size >= this.max) this.#evict();
    this.#slots.set(key, { value, used: false });
  }

  delete(key: string): boolean {
    return this.#slots.delete(key);
  }

  clear(): void {
    this.#slots.clear();
  }

  /** Deletes what `matches`; returns how many. */
  deleteWhere(matches: (key: string, value: V) => boolean): number {
    let count = 0;
    for (const [key, { value }] of this.#slots) {
      if (!matches(key, value)) continue;
      this.#slots.delete(key);
      count += 1;
    }
    return count;
  }

  #evict(): void {
    let chances = SECOND_CHANCES;
    for (const [key, slot] of this.#slots) {
      this.#slots.delete(key);
      if (!slot.used || chances === 0) break;
      chances -= 1;
      slot.used = false;
      this.#slots.set(key, slot);
    }
    this.evicted += 1;
  }
}
