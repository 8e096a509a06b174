/** Changes zones in a database: the one who holds it open for writing. */
import { type DNSName, rtypeName } from '@span53/dns/wire';
import { rectify } from '../zones/rectify.ts';
import { rowOfRdata } from './content.ts';
import { DatabaseError, openWriter, WRITER_BUSY_MS } from './database.ts';
import { rowName } from './row-name.ts';
import { type ZoneRow, ZoneTable } from './zone-table.ts';

/** `domains.type` (PowerDNS' spelling). */
export const zoneKinds = ['NATIVE', 'MASTER', 'SLAVE', 'PRODUCER', 'CONSUMER'] as const;
export type ZoneKind = (typeof zoneKinds)[number];

/** Every method is one transaction, or part of the one that `atomically` runs. */
export class ZoneWriter extends ZoneTable {
  /** Opens the file, creates it with PowerDNS' schema when it is new or empty. Throws `DatabaseError`. */
  static override open(path: string): ZoneWriter {
    return new ZoneWriter(openWriter({ path, busyMs: WRITER_BUSY_MS }));
  }

  /** Runs `change`; all of it is stored, or, when it throws, nothing. */
  atomically<T>(change: () => T): T {
    return this.database.transaction(change).immediate();
  }

  /** Adds a zone without records; its serial will follow `SOA-EDIT-API: DEFAULT`. Throws when it exists. */
  create(origin: DNSName, kind: ZoneKind = 'NATIVE'): number {
    if (this.find(origin) !== undefined) throw new DatabaseError(`zone ${origin.toString()} exists already`);
    const { lastInsertRowid } = this.database
      .prepare('INSERT INTO domains (name, type) VALUES (?, ?)')
      .run(rowName(origin), kind);
    const id = Number(lastInsertRowid);
    this.database
      .prepare(`INSERT INTO domainmetadata (domain_id, kind, content) VALUES (?, 'SOA-EDIT-API', 'DEFAULT')`)
      .run(id);
    return id;
  }

  /** Removes a zone with all that belongs to it; false when there is none. */
  delete(origin: DNSName): boolean {
    return this.atomically(() => {
      const id = this.find(origin);
      if (id === undefined) return false;
      // Foreign keys may be off, and old files have none.
      for (const table of ['records', 'comments', 'domainmetadata', 'cryptokeys']) {
        this.database.prepare(`DELETE FROM ${table} WHERE domain_id = ?`).run(id);
      }
      this.database.prepare('DELETE FROM domains WHERE id = ?').run(id);
      return true;
    });
  }

  /** Replaces all records of a zone, which is created if need be; comments and metadata stay. */
  replace(origin: DNSName, records: readonly ZoneRow[]): void {
    this.atomically(() => {
      const id = this.find(origin) ?? this.create(origin);
      this.database.prepare('DELETE FROM records WHERE domain_id = ?').run(id);
      const insert = this.database.prepare(
        `INSERT INTO records (domain_id, name, type, content, ttl, prio, disabled, ordername, auth)
         VALUES (?, ?, ?, ?, ?, ?, 0, NULL, ?)`,
      );
      const rectified = rectify(origin, records);
      for (const record of records) {
        const { content, prio } = rowOfRdata(record.type, record.rdata);
        const auth = rectified.isAuthoritative(record) ? 1 : 0;
        insert.run(id, rowName(record.owner), rtypeName(record.type), content, record.ttl, prio, auth);
      }
      for (const { name, authoritative } of rectified.empty) {
        insert.run(id, rowName(name), null, null, null, null, authoritative ? 1 : 0);
      }
    });
  }
}
