/** Zones as they stand in the tables, whole: for tools, exports and checks. The query path does not come by here. */
import type { Database } from 'better-sqlite3';
import { DNSName, isMetaType, parseRType, RType } from '@span53/dns/wire';
import { rdataOfRow } from './content.ts';
import { openReader, WRITER_BUSY_MS } from './database.ts';
import { parseRowName, rowName } from './row-name.ts';

/** A zone in the list. */
export interface ZoneSummary {
  readonly name: DNSName;
  readonly kind: string;
  readonly records: number;
}

/** One record of a zone. */
export interface ZoneRow {
  readonly owner: DNSName;
  readonly type: number;
  /** Seconds. */
  readonly ttl: number;
  /** Uncompressed wire. */
  readonly rdata: Uint8Array;
}

/** What is in a zone: its records, and rows that are none. */
export interface ZoneContent {
  readonly records: readonly ZoneRow[];
  /** `name type content` of each row that cannot be read. */
  readonly broken: readonly string[];
}

/** Reads zones of an open database. */
export class ZoneTable implements Disposable {
  protected readonly database: Database;

  protected constructor(database: Database) {
    this.database = database;
  }

  /** Opens an existing file read-only. Throws `DatabaseError`. */
  static open(path: string): ZoneTable {
    return new ZoneTable(openReader({ path, busyMs: WRITER_BUSY_MS }));
  }

  /** All zones by name. */
  list(): ZoneSummary[] {
    const rows = this.database
      .prepare(
        `SELECT name, type, (SELECT count(*) FROM records WHERE domain_id = domains.id AND type <> '') AS records
         FROM domains ORDER BY name`,
      )
      .all() as { name: string; type: string; records: number }[];
    return rows.flatMap(({ name: text, type, records }) => {
      const name = parseRowName(text.toLowerCase());
      return name === undefined ? [] : [{ name, kind: type, records }];
    });
  }

  /** The zone's `domains.id`; undefined when there is no such zone. */
  find(origin: DNSName): number | undefined {
    const id = this.database.prepare('SELECT id FROM domains WHERE name = ?').pluck().get(rowName(origin));
    return typeof id === 'number' ? id : undefined;
  }

  /** What a zone serves, apex SOA first, then by name and type; undefined when there is no such zone. */
  content(origin: DNSName, defaultTtl: number): ZoneContent | undefined {
    const id = this.find(origin);
    if (id === undefined) return undefined;
    const rows = this.database
      .prepare(
        `SELECT name, type, content, ttl, prio FROM records WHERE domain_id = ? AND disabled = 0 AND type <> ''
         ORDER BY type <> 'SOA', name, type, id`,
      )
      .iterate(id) as Iterable<Record<'name' | 'type' | 'content' | 'ttl' | 'prio', unknown>>;
    const records: ZoneRow[] = [];
    const broken: string[] = [];
    for (const row of rows) {
      const owner = parseRowName(row.name);
      const type = typeof row.type === 'string' ? parseRType(row.type) : undefined;
      const known = type !== undefined && !isMetaType(type);
      const rdata = known ? rdataOfRow(type, row.content, row.prio, origin) : undefined;
      if (owner === undefined || !known || rdata === undefined) broken.push(`${row.name} ${row.type} ${row.content}`);
      else records.push({ owner, type, ttl: typeof row.ttl === 'number' ? row.ttl : defaultTtl, rdata });
    }
    return { records, broken };
  }

  /** The serial of the zone's SOA record; undefined without one. */
  serial(origin: DNSName): number | undefined {
    const soa = this.content(origin, 0)?.records.find(({ type }) => type === RType.SOA);
    const at = (soa?.rdata.length ?? 0) - 20;
    return soa === undefined ? undefined : Buffer.from(soa.rdata).readUInt32BE(at);
  }

  [Symbol.dispose](): void {
    this.database.close();
  }
}
