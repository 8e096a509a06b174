/** A map from names to values that finds the closest enclosing name: zones, delegations, suffix rules. */
import type { DNSName } from './name.ts';

/** Suffix map over names, case-insensitive. `closest` costs one Map look-up per label of the name asked. */
export class NameTree<V> {
  readonly #values = new Map<string, { readonly name: DNSName; readonly value: V }>();
  #deepest = 0;

  get size(): number {
    return this.#values.size;
  }

  set(name: DNSName, value: V): this {
    this.#values.set(name.key, { name, value });
    this.#deepest = Math.max(this.#deepest, name.key.length);
    return this;
  }

  /** The value at exactly `name`. */
  get(name: DNSName): V | undefined {
    return this.#values.get(name.key)?.value;
  }

  delete(name: DNSName): boolean {
    return this.#values.delete(name.key);
  }

  clear(): void {
    this.#values.clear();
    this.#deepest = 0;
  }

  /** The entry at `name` or at its closest ancestor that has one. */
  closest(name: DNSName): { readonly name: DNSName; readonly value: V } | undefined {
    const { key, wire } = name;
    for (let at = 0; ; at += wire[at]! + 1) {
      if (key.length - at <= this.#deepest) {
        const entry = this.#values.get(at === 0 ? key : key.slice(at));
        if (entry !== undefined) return entry;
      }
      if (wire[at] === 0) return undefined;
    }
  }

  /** The entry at the closest ancestor of `name`, never at `name` itself. */
  closestAbove(name: DNSName): { readonly name: DNSName; readonly value: V } | undefined {
    return name.isRoot ? undefined : this.closest(name.parent());
  }

  /** True when `name` or an ancestor of it is in the tree. */
  covers(name: DNSName): boolean {
    return this.closest(name) !== undefined;
  }

  *[Symbol.iterator](): Iterator<readonly [DNSName, V]> {
    for (const { name, value } of this.#values.values()) yield [name, value];
  }
}
