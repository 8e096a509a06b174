/** A zone read from SQLite, name by name, through the query cache. */
import type { DNSName } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import { NodeCache } from '../zones/node-cache.ts';
import { ZoneNode } from '../zones/zone-node.ts';
import type { ZoneView } from '../zones/zone-view.ts';
import { NameIndex } from './name-index.ts';
import { nodeOfRows } from './row-node.ts';
import { rowName } from './row-name.ts';
import type { SqliteZones } from './zones.ts';

/** Time spent in reading all names of a zone may be at most this part of the time since. */
const INDEX_SHARE = 20;

/** One row of the table `domains`. Everything it remembers is dropped when the database has changed. */
export class SqliteZone implements ZoneView {
  readonly id: number;
  readonly origin: DNSName;
  readonly #zones: SqliteZones;
  readonly #cache: NodeCache;
  /** The database's state that `#cache` and `#names` were read from. */
  #generation: number;
  /** Undefined: not read yet; null: more names than are kept. */
  #names: NameIndex | null | undefined;
  /** True while `#names` is of an earlier generation: good enough for empty non-terminals only. */
  #namesAged = false;
  #namesAgainMs = 0;

  constructor(id: number, origin: DNSName, zones: SqliteZones) {
    this.id = id;
    this.origin = origin;
    this.#zones = zones;
    this.#cache = new NodeCache(zones.budget);
    this.#generation = zones.generation;
  }

  node(name: DNSName, trace: Span | undefined): ZoneNode | undefined {
    const zones = this.#zones;
    if (this.#generation !== zones.generation) this.#forget();
    const cached = this.#cache.get(name.key, zones.nowMs);
    if (cached !== undefined) return cached.node;
    const names = this.#names;
    if (names !== undefined && names !== null && !this.#namesAged && !names.has(name)) return undefined;
    return this.#read(name, trace);
  }

  #read(name: DNSName, trace: Span | undefined): ZoneNode | undefined {
    const zones = this.#zones;
    const rows = zones.read('nodeByName', trace, this.id, rowName(name));
    if (rows === undefined) return ZoneNode.unreadable(name);
    if (rows.length > 0) {
      // The first asker's letter case must not show in the next one's answer.
      const node = nodeOfRows(name.lowered(), rows, { zone: this.origin, ...zones.rowSettings });
      this.#keep(name, node, zones.settings.queryCacheTtl);
      return node;
    }
    const node = this.#namesFor(trace)?.has(name) === true ? ZoneNode.empty(name.lowered()) : undefined;
    this.#keep(name, node, zones.settings.negativeCacheTtl);
    return node;
  }

  #keep(name: DNSName, node: ZoneNode | undefined, ttl: number): void {
    if (ttl === 0) return;
    const { nowMs, settings } = this.#zones;
    // A look that finds a change drops everything. While looks come more often than the rows' time ends, reading
    // unchanged rows again would tell nothing new.
    const isWatched = settings.checkMs <= ttl * 1000;
    this.#cache.set(name.key, node, isWatched ? Infinity : nowMs + ttl * 1000);
  }

  /** The zone's names; read again after a change, but not so often that it costs more than a twentieth of the time. */
  #namesFor(trace: Span | undefined): NameIndex | null | undefined {
    const zones = this.#zones;
    const isCurrent = this.#names !== undefined && !this.#namesAged;
    if (isCurrent || zones.settings.namesMax === 0 || zones.nowMs < this.#namesAgainMs) return this.#names;
    const startMs = zones.clock();
    const rows = zones.read('namesOfZone', trace, this.id, zones.settings.namesMax + 1);
    if (rows === undefined) return this.#names;
    this.#names = NameIndex.build(this.origin, firstColumn(rows), zones.settings.namesMax) ?? null;
    this.#namesAged = false;
    this.#namesAgainMs = zones.nowMs + INDEX_SHARE * (zones.clock() - startMs);
    return this.#names;
  }

  #forget(): void {
    this.#generation = this.#zones.generation;
    this.#cache.clear();
    this.#namesAged = true;
  }
}

function* firstColumn(rows: readonly (readonly unknown[])[]): Generator<unknown> {
  for (const row of rows) yield row[0];
}
