import type { IPAddress } from './ip-address.ts';
import { Netmask } from './netmask.ts';
import { NetmaskTree } from './netmask-tree.ts';

/** A list of prefixes as access lists write it: `10.0.0.0/8`, `!10.9.0.0/16`. The longest prefix that contains
 *  the address decides, whatever the order; an address in no prefix does not match. */
export class NetmaskSet {
  readonly #tree = new NetmaskTree<boolean>();

  /** Parses each text; the result is the first text that is no prefix when there is one. */
  static parse(texts: Iterable<string>): NetmaskSet | { invalid: string } {
    const set = new NetmaskSet();
    for (const text of texts) {
      const excluded = text.startsWith('!');
      const mask = Netmask.parse(excluded ? text.slice(1).trimStart() : text);
      if (mask === undefined) return { invalid: text };
      set.add(mask, !excluded);
    }
    return set;
  }

  /** Adds a prefix, or its exclusion; a prefix given twice takes the later meaning. */
  add(mask: Netmask, included = true): void {
    this.#tree.set(mask, included);
  }

  delete(mask: Netmask): boolean {
    return this.#tree.delete(mask);
  }

  matches(ip: IPAddress): boolean {
    return this.#tree.lookup(ip) === true;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The texts that parse to this set again. */
  toString(): string {
    return [...this.#tree].map(([mask, isIn]) => `${isIn ? '' : '!'}${mask}`).join(', ');
  }
}
