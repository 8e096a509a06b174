/** Opens SQLite files: read-only for the workers, read-write for the one who changes zones. */
import Sqlite, { type Database } from 'better-sqlite3';
import { statSync } from 'node:fs';
import { createSchema, missingFromSchema } from './schema.ts';

/** A database that cannot be used; the message names the file and says why. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** How a file is opened. */
export interface DatabaseOptions {
  readonly path: string;
  /** Milliseconds that a statement waits for another writer's lock. */
  readonly busyMs: number;
}

/** Milliseconds a worker waits for a lock: a query is not worth more, and the thread serves nobody meanwhile. */
export const READER_BUSY_MS = 50;
/** Milliseconds a writer waits for another writer. */
export const WRITER_BUSY_MS = 5000;

/** Pages of the file that are read through the page cache of the kernel, without copying. */
const MMAP_OCTETS = 256 * 1024 * 1024;

/** Opens an existing database for serving. Throws `DatabaseError`. */
export function openReader({ path, busyMs }: DatabaseOptions): Database {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new DatabaseError(`${path}: no such file (make one with \`span53 zone create\`)`);
  if (!stat.isFile()) throw new DatabaseError(`${path}: is no file`);
  return guarded(path, () => {
    const database = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: busyMs });
    return prepared(database, path, () => {
      database.pragma(`mmap_size = ${MMAP_OCTETS}`);
      database.pragma('query_only = ON');
      const missing = missingFromSchema(database);
      if (missing.length > 0) throw new DatabaseError(`${path}: no PowerDNS database: ${missing.join(', ')} missing`);
    });
  });
}

/** Opens a database for changes, creates it and its schema if need be. Throws `DatabaseError`. */
export function openWriter({ path, busyMs }: DatabaseOptions): Database {
  return guarded(path, () => {
    const database = new Sqlite(path, { timeout: busyMs });
    return prepared(database, path, () => {
      const tables = database.prepare(`SELECT count(*) FROM sqlite_master WHERE type = 'table'`).pluck().get();
      const missing = tables === 0 ? [] : missingFromSchema(database);
      if (missing.length > 0) throw new DatabaseError(`${path}: no PowerDNS database: ${missing.join(', ')} missing`);
      database.pragma('journal_mode = WAL');
      if (tables === 0) database.transaction(() => createSchema(database)).immediate();
      database.pragma('foreign_keys = ON');
    });
  });
}

/** The setting `gsqlite3-pragma-journal-mode`: needs write access, so a read-only file keeps the mode it has. */
export function setJournalMode(path: string, mode: string, synchronous: string): void {
  guarded(path, () => {
    const database = new Sqlite(path, { fileMustExist: true, timeout: WRITER_BUSY_MS });
    try {
      database.pragma(`journal_mode = ${mode}`);
      if (synchronous !== '') database.pragma(`synchronous = ${synchronous}`);
    } catch (error) {
      if (codeOf(error)?.startsWith('SQLITE_READONLY') !== true) throw error;
    } finally {
      database.close();
    }
  });
}

/** Runs `configure`; closes the database again when that fails. */
function prepared(database: Database, path: string, configure: () => void): Database {
  try {
    configure();
    return database;
  } catch (error) {
    database.close();
    throw error instanceof DatabaseError ? error : explained(path, error);
  }
}

function guarded<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw error instanceof DatabaseError ? error : explained(path, error);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** SQLite's words are terse: say what they mean for this file. */
function explained(path: string, error: unknown): DatabaseError {
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error) ?? '';
  const reason =
    [
      ['SQLITE_NOTADB', 'not an SQLite database'],
      ['SQLITE_CORRUPT', 'the database is damaged'],
      ['SQLITE_BUSY', 'locked by another process'],
      ['SQLITE_READONLY', 'cannot be written'],
      ['SQLITE_CANTOPEN', 'cannot be opened'],
    ].find(([prefix]) => code.startsWith(prefix!))?.[1] ?? 'cannot be used';
  return new DatabaseError(`${path}: ${reason} (${message})`, { cause: error });
}
