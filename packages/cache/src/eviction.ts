/** Which entry goes when a cache is full: SIEVE (Zhang, Yang, Yue, Vigfusson, Rashmi, NSDI 2024). */

/** The queue's own fields of an entry. */
export interface SieveEntry<E> {
  newer: E | undefined;
  older: E | undefined;
  /** Set by a hit; that is all a hit costs. */
  visited: boolean;
}

/**
 * Entries in the order of insertion and a hand that moves from old to new: it passes over what was visited since it
 * came by last and stops at what was not. Nothing is moved on a hit, so names asked once wash out without driving
 * out others.
 */
export class Sieve<E extends SieveEntry<E>> {
  #newest: E | undefined;
  #oldest: E | undefined;
  #hand: E | undefined;

  /** The entry must be in no queue. */
  add(entry: E): void {
    entry.visited = false;
    entry.newer = undefined;
    entry.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  /** The entry must be in this queue. */
  remove(entry: E): void {
    const { newer, older } = entry;
    if (this.#hand === entry) this.#hand = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    entry.newer = undefined;
    entry.older = undefined;
  }

  /** The entry to give up, still in the queue; undefined when it is empty. Passes each entry twice at most. */
  victim(): E | undefined {
    let at = this.#hand ?? this.#oldest;
    while (at?.visited === true) {
      at.visited = false;
      at = at.newer ?? this.#oldest;
    }
    this.#hand = at;
    return at;
  }

  /** From the oldest to the newest. Removing the entry at hand is allowed. */
  *entries(): Generator<E> {
    for (let at = this.#oldest; at !== undefined;) {
      const next: E | undefined = at.newer;
      yield at;
      at = next;
    }
  }

  clear(): void {
    this.#newest = undefined;
    this.#oldest = undefined;
    this.#hand = undefined;
  }
}
