/** A map from names to values that finds the closest enclosing name: zones, delegations, suffix rules. */
import { sameLowered, type DNSName } from './name.ts';
import { hashSuffixes, slotOf, SUFFIXES_MAX } from './suffix-hash.ts';

interface Entry<V> {
  readonly name: DNSName;
  value: V;
  readonly hash: number;
}

const scratch = { starts: new Uint16Array(SUFFIXES_MAX), hashes: new Int32Array(SUFFIXES_MAX) };
const SLOTS_MIN = 16;

/**
 * Suffix map over names, case-insensitive: a hash table with open addressing, at most half full. `closest` hashes the
 * name once and makes no string or object.
 */
export class NameTree<V> {
  #slots: (Entry<V> | undefined)[] = emptySlots(SLOTS_MIN);
  #size = 0;
  /** Labels of the deepest name ever put in since `clear`: suffixes with more are not looked for. */
  #deepest = 0;

  get size(): number {
    return this.#size;
  }

  set(name: DNSName, value: V): this {
    const hash = hashOf(name);
    const slot = this.#locate(name.wire, 0, hash);
    const entry = this.#slots[slot];
    if (entry !== undefined) {
      entry.value = value;
      return this;
    }
    this.#slots[slot] = { name, value, hash };
    this.#size += 1;
    this.#deepest = Math.max(this.#deepest, name.labelCount);
    if (2 * this.#size > this.#slots.length) this.#grow();
    return this;
  }

  /** The value at exactly `name`. */
  get(name: DNSName): V | undefined {
    return this.#slots[this.#locate(name.wire, 0, hashOf(name))]?.value;
  }

  delete(name: DNSName): boolean {
    const mask = this.#slots.length - 1;
    let hole = this.#locate(name.wire, 0, hashOf(name));
    if (this.#slots[hole] === undefined) return false;
    this.#size -= 1;
    // Entries that probed past the hole move into it, so that no search ends there too early.
    for (let slot = (hole + 1) & mask; this.#slots[slot] !== undefined; slot = (slot + 1) & mask) {
      const home = slotOf(this.#slots[slot]!.hash, mask);
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      this.#slots[hole] = this.#slots[slot];
      hole = slot;
    }
    this.#slots[hole] = undefined;
    return true;
  }

  clear(): void {
    this.#slots = emptySlots(SLOTS_MIN);
    this.#size = 0;
    this.#deepest = 0;
  }

  /** The entry at `name` or at its closest ancestor that has one. */
  closest(name: DNSName): { readonly name: DNSName; readonly value: V } | undefined {
    return this.#closest(name, 0);
  }

  /** The entry at the closest ancestor of `name`, never at `name` itself. */
  closestAbove(name: DNSName): { readonly name: DNSName; readonly value: V } | undefined {
    return this.#closest(name, 1);
  }

  /** True when `name` or an ancestor of it is in the tree. */
  covers(name: DNSName): boolean {
    return this.#closest(name, 0) !== undefined;
  }

  *[Symbol.iterator](): Iterator<readonly [DNSName, V]> {
    for (const entry of this.#slots) if (entry !== undefined) yield [entry.name, entry.value];
  }

  /** Leaves out the `above` leftmost labels; for the root there is nothing above. */
  #closest({ wire }: DNSName, above: number): Entry<V> | undefined {
    const labels = hashSuffixes(wire, 0, scratch, this.#deepest);
    const { starts, hashes } = scratch;
    hashes[labels] = ROOT_HASH;
    for (let i = Math.max(above, labels - this.#deepest); i <= labels; i += 1) {
      const entry = this.#slots[this.#locate(wire, starts[i]!, hashes[i]!)];
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /** The slot of the suffix at `start`, or the empty one where it would go. */
  #locate(wire: Uint8Array, start: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = slotOf(hash, mask);
    for (let entry = slots[slot]; entry !== undefined; entry = slots[slot]) {
      if (entry.hash === hash && isSuffix(entry.name.wire, wire, start)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = emptySlots(2 * before.length);
    const mask = this.#slots.length - 1;
    for (const entry of before) {
      if (entry === undefined) continue;
      let slot = slotOf(entry.hash, mask);
      while (this.#slots[slot] !== undefined) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }
}

const ROOT_HASH = 0;

function emptySlots<V>(length: number): (Entry<V> | undefined)[] {
  return Array.from({ length });
}

function hashOf({ wire }: DNSName): number {
  return hashSuffixes(wire, 0, scratch) === 0 ? ROOT_HASH : scratch.hashes[0]!;
}

function isSuffix(suffix: Uint8Array, wire: Uint8Array, start: number): boolean {
  return wire.length - start === suffix.length && sameLowered(wire, start, suffix);
}
