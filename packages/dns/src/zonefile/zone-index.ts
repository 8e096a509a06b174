/** A zone's records by owner and type, with what lies between a name and the apex: delegations, DNAMEs, wildcards. */
import { RType, type DNSName } from '../wire/index.ts';
import type { ZoneRecord } from './options.ts';

/** Everything at one name. */
export interface ZoneNode {
  readonly name: DNSName;
  readonly rrsets: Map<number, ZoneRecord[]>;
}

/** An index over all records at or below `origin`. */
export class ZoneIndex {
  readonly origin: DNSName;
  readonly #nodes = new Map<string, ZoneNode>();
  /** Names that have nothing but have something below them. Made when first asked for. */
  #emptyNonTerminals: Set<string> | undefined;

  constructor(origin: DNSName) {
    this.origin = origin;
  }

  add(record: ZoneRecord): void {
    const { key } = record.owner;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = { name: record.owner, rrsets: new Map() };
      this.#nodes.set(key, node);
    }
    const rrset = node.rrsets.get(record.type);
    if (rrset === undefined) node.rrsets.set(record.type, [record]);
    else rrset.push(record);
  }

  nodes(): IterableIterator<ZoneNode> {
    return this.#nodes.values();
  }

  get(name: DNSName): ZoneNode | undefined {
    return this.#nodes.get(name.key);
  }

  rrset(name: DNSName, type: number): readonly ZoneRecord[] {
    return this.get(name)?.rrsets.get(type) ?? [];
  }

  /** The highest delegation at or above `name`, not the apex. */
  delegationOf(name: DNSName): ZoneNode | undefined {
    return this.#highest(name, 0, RType.NS, 1);
  }

  /** The highest DNAME strictly above `name`, the apex included. */
  dnameAbove(name: DNSName): ZoneNode | undefined {
    return this.#highest(name, 1, RType.DNAME, 0);
  }

  /** The node that answers for `name`: its own or a wildcard's (RFC 4592 §3.3.1); undefined when there is none. */
  answering(name: DNSName): ZoneNode | undefined {
    const own = this.get(name);
    if (own !== undefined) return own;
    for (let above = name; above.labelCount > this.origin.labelCount;) {
      if (this.#exists(above)) return undefined;
      above = above.parent();
      const wildcard = above.wildcard();
      const node = wildcard === undefined ? undefined : this.get(wildcard);
      if (node !== undefined) return node;
    }
    return undefined;
  }

  #highest(name: DNSName, skip: number, type: number, belowApex: number): ZoneNode | undefined {
    let found: ZoneNode | undefined;
    for (
      let above = name.ancestor(skip);
      above.labelCount >= this.origin.labelCount + belowApex;
      above = above.parent()
    ) {
      const node = this.get(above);
      if (node?.rrsets.has(type) === true) found = node;
      if (above.isRoot) break;
    }
    return found;
  }

  #exists(name: DNSName): boolean {
    return this.#nodes.has(name.key) || this.#emptyNames().has(name.key);
  }

  #emptyNames(): Set<string> {
    if (this.#emptyNonTerminals !== undefined) return this.#emptyNonTerminals;
    const empty = new Set<string>();
    for (const { name } of this.#nodes.values()) {
      for (let above = name.parent(); above.labelCount > this.origin.labelCount; above = above.parent()) {
        if (empty.has(above.key)) break;
        if (!this.#nodes.has(above.key)) empty.add(above.key);
      }
    }
    this.#emptyNonTerminals = empty;
    return empty;
  }
}
