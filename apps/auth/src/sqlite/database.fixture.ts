/** Databases in temporary folders, for the tests of this folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { DNSName } from '@span53/dns/wire';
import { recordsOf } from '../zone.fixture.ts';
import { ZoneWriter } from './writer.ts';
import { type SqliteReports, SqliteZones, type SqliteZonesSettings } from './zones.ts';

/** A folder that goes with the test. */
export class TestFolder implements Disposable {
  readonly path: string = mkdtempSync(path.join(os.tmpdir(), 'span53-auth-'));

  file(name: string): string {
    return path.join(this.path, name);
  }

  /** A database with these zones. */
  database(zones: Readonly<Record<string, string>>, name = 'zones.db'): string {
    const file = this.file(name);
    using writer = ZoneWriter.open(file);
    for (const [origin, text] of Object.entries(zones)) writer.replace(DNSName.of(origin), recordsOf(origin, text));
    return file;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Runs SQL as another process would: on a connection of its own. */
export function change(file: string, sql: string): void {
  const database: Database = new Sqlite(file);
  database.exec(sql);
  database.close();
}

/** What the reader reported. */
export interface Reported {
  statements: number;
  /** Called at each statement as well. */
  onStatement: () => void;
  readonly broken: string[];
  readonly failing: (string | undefined)[];
  readonly notices: string[];
}

/** Opens the reader with settings of tests: no time passes unless `look` says so. */
export function openZones(file: string, settings: Partial<SqliteZonesSettings> = {}): [SqliteZones, Reported] {
  const reported: Reported = { statements: 0, onStatement: () => {}, broken: [], failing: [], notices: [] };
  const reports: SqliteReports = {
    statement: () => {
      reported.statements += 1;
      reported.onStatement();
    },
    broken: (name, type, content) => reported.broken.push(`${name} ${type} ${content}`),
    failing: (reason) => reported.failing.push(reason),
    listed: () => {},
    notice: (message) => reported.notices.push(message),
  };
  const defaults: SqliteZonesSettings = {
    path: file,
    queryCacheTtl: 20,
    negativeCacheTtl: 60,
    cacheEntriesMax: 1000,
    namesMax: 1000,
    defaultTtl: 3600,
    checkMs: 100,
    listAgainMs: 0,
  };
  return [new SqliteZones({ ...defaults, ...settings }, reports, () => 0), reported];
}
