/** A zone held in a Map: for tests, and the reference that the SQLite view is compared with. */
import { type DNSName } from '@span53/dns/wire';
import { buildNode, type StoredRecord, ZoneNode } from '../zones/zone-node.ts';
import type { ZoneView } from '../zones/zone-view.ts';

/** One record of a memory zone. */
export interface OwnedRecord extends StoredRecord {
  readonly name: DNSName;
}

/** All nodes of one zone with its empty non-terminals. */
export class MemoryZone implements ZoneView {
  readonly origin: DNSName;
  readonly #nodes = new Map<string, ZoneNode>();

  /** Records that are not at or below `origin` are left out. */
  constructor(origin: DNSName, records: Iterable<OwnedRecord>) {
    this.origin = origin;
    const byName = new Map<string, OwnedRecord[]>();
    for (const record of records) {
      if (!record.name.isPartOf(origin)) continue;
      const group = byName.get(record.name.key);
      if (group === undefined) byName.set(record.name.key, [record]);
      else group.push(record);
    }
    for (const [key, group] of byName) this.#nodes.set(key, buildNode(group[0]!.name, group));
    for (const group of byName.values()) this.#addEmptyAbove(group[0]!.name);
  }

  node(name: DNSName): ZoneNode | undefined {
    return this.#nodes.get(name.key);
  }

  #addEmptyAbove(name: DNSName): void {
    for (let at = name; at.wire.length > this.origin.wire.length;) {
      at = at.parent();
      if (this.#nodes.has(at.key)) continue;
      this.#nodes.set(at.key, ZoneNode.empty(at));
    }
  }
}
