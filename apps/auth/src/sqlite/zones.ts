/** All zones of a database, and the watch for changes that others make in it. One per thread, read-only. */
import type { Database } from 'better-sqlite3';
import { statSync } from 'node:fs';
import { type DNSName } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import { NodeBudget } from '../zones/node-cache.ts';
import { ZoneIndex } from '../zones/zone-index.ts';
import type { ServedZone, Zones } from '../zones/zone-view.ts';
import { openReader, READER_BUSY_MS } from './database.ts';
import { parseRowName } from './row-name.ts';
import { ROW_COLUMNS } from './row-node.ts';
import { type Row, type StatementName, TracedStatement } from './statement.ts';
import { SqliteZone } from './zone-view.ts';

/** What reading is done with. */
export interface SqliteZonesSettings {
  readonly path: string;
  /** Seconds that rows are served from memory without a look at the database: `query-cache-ttl`; 0 off. */
  readonly queryCacheTtl: number;
  /** Seconds for names without rows: `negquery-cache-ttl`; 0 off. */
  readonly negativeCacheTtl: number;
  /** Names kept in memory, all zones together: `max-cache-entries`. */
  readonly cacheEntriesMax: number;
  /** Most names of a zone that are all kept in memory, to tell empty non-terminals from nothing; 0 off. */
  readonly namesMax: number;
  /** Seconds for rows whose TTL is NULL: `default-ttl`. */
  readonly defaultTtl: number;
  /** Milliseconds between looks at whether another process has changed the database. */
  readonly checkMs: number;
  /** Milliseconds after which the list of zones is read again in any case; 0: only after a change. */
  readonly listAgainMs: number;
}

/** What the reader tells the rest of the server. */
export interface SqliteReports {
  /** A statement is about to run. */
  readonly statement: () => void;
  /** A row cannot be served. */
  readonly broken: (name: DNSName, type: unknown, content: unknown) => void;
  /** The database cannot be read, or can be again (undefined). Called once for each change of state. */
  readonly failing: (reason: string | undefined) => void;
  /** The list of zones was read. */
  readonly listed: (zones: number) => void;
  /** Something happened to the database file. */
  readonly notice: (message: string) => void;
}

const STATEMENTS = {
  nodeByName: {
    sql: `SELECT ${ROW_COLUMNS} FROM records WHERE disabled = 0 AND domain_id = ? AND name = ? ORDER BY id`,
    name: { operation: 'SELECT', summary: 'SELECT records by name' },
  },
  namesOfZone: {
    sql: 'SELECT DISTINCT name FROM records WHERE disabled = 0 AND domain_id = ? LIMIT ?',
    name: { operation: 'SELECT', summary: 'SELECT names of zone' },
  },
  allZones: {
    sql: 'SELECT id, name FROM domains',
    name: { operation: 'SELECT', summary: 'SELECT zones' },
  },
  dataVersion: {
    sql: 'PRAGMA data_version',
    name: { operation: 'PRAGMA', summary: 'PRAGMA data_version' },
  },
} as const satisfies Record<string, { sql: string; name: StatementName }>;

type StatementKey = keyof typeof STATEMENTS;
type Statements = Readonly<Record<StatementKey, TracedStatement>>;

/** Milliseconds between looks at whether the path leads to another file now. */
const FILE_CHECK_MS = 1000;
/** Time spent in reading the list of zones may be at most this part of the time since. */
const LIST_SHARE = 20;

/** Opens with the first look at the database; throws `DatabaseError` when that fails. */
export class SqliteZones implements Zones, Disposable {
  readonly settings: SqliteZonesSettings;
  readonly budget: NodeBudget;
  readonly clock: () => number;
  readonly rowSettings: { readonly defaultTtl: number; readonly broken: SqliteReports['broken'] };
  /** Goes up whenever something in the database may have changed: caches made before are void. */
  generation = 0;
  /** When the query that is being answered arrived. */
  nowMs = 0;
  readonly #reports: SqliteReports;
  readonly #index = new ZoneIndex<SqliteZone>();
  #database: Database;
  #statements: Statements;
  #version: unknown;
  #file: string;
  #failing = false;
  #checkAtMs = 0;
  #fileCheckAtMs = 0;
  #listDue = true;
  #listAtMs = 0;
  #listedMs = 0;

  constructor(settings: SqliteZonesSettings, reports: SqliteReports, clock: () => number) {
    this.settings = settings;
    this.budget = new NodeBudget(settings.cacheEntriesMax);
    this.clock = clock;
    this.rowSettings = { defaultTtl: settings.defaultTtl, broken: reports.broken };
    this.#reports = reports;
    this.#database = openReader({ path: settings.path, busyMs: READER_BUSY_MS });
    this.#statements = prepare(this.#database);
    this.#file = fileOf(settings.path);
    this.look(clock());
  }

  get zoneCount(): number {
    return this.#index.size;
  }

  find(name: DNSName, trace: Span | undefined): ServedZone | undefined {
    return this.#index.find(name, trace);
  }

  /**
   * Notices, at most every `checkMs`, what other processes have committed (SQLite's data_version), and takes
   * the time of the query. Costs one comparison in between.
   */
  look(nowMs: number): void {
    this.nowMs = nowMs;
    if (nowMs < this.#checkAtMs) return;
    this.#checkAtMs = nowMs + this.settings.checkMs;
    if (nowMs >= this.#fileCheckAtMs) {
      this.#fileCheckAtMs = nowMs + FILE_CHECK_MS;
      this.#reopenIfReplaced();
    }
    const version = this.read('dataVersion', undefined)?.[0]?.[0];
    if (version !== undefined && version !== this.#version) this.#changed(version);
    const { listAgainMs } = this.settings;
    if (listAgainMs > 0 && nowMs >= this.#listedMs + listAgainMs) this.#listDue = true;
    if (this.#listDue && nowMs >= this.#listAtMs) this.#list();
  }

  /** Drops everything held in memory: `cache flush`. */
  forget(): void {
    this.generation += 1;
    this.#listDue = true;
    this.#checkAtMs = 0;
  }

  /** Rows of a statement; undefined when the database cannot be read now. */
  read(key: StatementKey, trace: Span | undefined, ...parameters: readonly unknown[]): readonly Row[] | undefined {
    if (key !== 'dataVersion') this.#reports.statement();
    try {
      const rows = this.#statements[key].rows(trace, ...parameters);
      if (this.#failing) this.#setFailing(undefined);
      return rows;
    } catch (error) {
      this.#setFailing(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #changed(version: unknown): void {
    this.#version = version;
    this.generation += 1;
    this.#listDue = true;
  }

  #list(): void {
    const startMs = this.clock();
    const rows = this.read('allZones', undefined);
    if (rows === undefined) return;
    const views: SqliteZone[] = [];
    for (const [id, text] of rows) {
      const origin = parseRowName(typeof text === 'string' ? text.toLowerCase() : text);
      if (origin === undefined || typeof id !== 'number') {
        continue; // no query can ask for it
      }
      const known = this.#index.get(origin);
      views.push(known?.id === id ? known : new SqliteZone(id, origin, this));
    }
    this.#index.replace(views);
    this.#listDue = false;
    this.#listedMs = this.nowMs;
    this.#reports.listed(views.length);
    this.#listAtMs = this.nowMs + LIST_SHARE * (this.clock() - startMs);
  }

  /** A file put in the old one's place is another database: data_version of the open one never changes again. */
  #reopenIfReplaced(): void {
    const file = fileOf(this.settings.path);
    if (file === this.#file) return;
    if (file === '') {
      this.#file = file;
      this.#reports.notice('the database file has gone; serving from the one that is still open');
      return;
    }
    try {
      const database = openReader({ path: this.settings.path, busyMs: READER_BUSY_MS });
      this.#statements = prepare(database);
      this.#database.close();
      this.#database = database;
      this.#file = file;
      this.#changed(undefined);
      this.#reports.notice('the database file was replaced; serving from the new one');
    } catch (error) {
      this.#file = file;
      this.#reports.notice(`${error instanceof Error ? error.message : String(error)}; serving from the old one`);
    }
  }

  #setFailing(reason: string | undefined): void {
    const failing = reason !== undefined;
    if (failing === this.#failing) return;
    this.#failing = failing;
    this.#reports.failing(reason);
  }
}

function prepare(database: Database): Statements {
  const made = Object.entries(STATEMENTS).map(([key, { sql, name }]) => [
    key,
    new TracedStatement(database.prepare(sql), name),
  ]);
  return Object.fromEntries(made) as Statements;
}

/** Device and inode of the path; empty when there is no file. */
function fileOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.dev}:${stat.ino}`;
}
