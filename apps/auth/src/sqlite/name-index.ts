/**
 * Which names a zone has, held in memory: what is not in it needs no statement, and empty non-terminals are in it even
 * when the database has no rows for them (only rectified zones do).
 */
import { DNSName } from '@span53/dns/wire';
import { parseRowName } from './row-name.ts';

/** All names of one zone at one moment, and every name between them and the apex. */
export class NameIndex {
  readonly #keys: ReadonlySet<string>;

  private constructor(keys: ReadonlySet<string>) {
    this.#keys = keys;
  }

  /** Undefined when there are more than `namesMax` names. */
  static build(origin: DNSName, names: Iterable<unknown>, namesMax: number): NameIndex | undefined {
    const keys = new Set<string>();
    let count = 0;
    for (const text of names) {
      if (++count > namesMax) return undefined;
      let name = parseRowName(text);
      if (name === undefined || !name.isPartOf(origin)) continue;
      while (!keys.has(name.key)) {
        keys.add(name.key);
        if (name.wire.length <= origin.wire.length) break;
        name = name.parent();
      }
    }
    return new NameIndex(keys);
  }

  has(name: DNSName): boolean {
    return this.#keys.has(name.key);
  }
}
