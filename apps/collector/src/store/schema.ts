import type { Database } from 'better-sqlite3';

/** Version of the layout below, kept in `user_version`. A file of another version is of no use to us. */
export const schemaVersion = 1;

/**
 * One row a span, one a trace. `traces.id` grows with the order of first arrival, which is the order of eviction.
 * IDs of OTLP are blobs, times Unix nanoseconds. `question_key` is the name from the root down (model/name-key), so
 * that a zone is one range. `doc` holds what is only shown: attributes, events, links and the like, as JSON.
 */
const ddl = `
CREATE TABLE traces (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  trace_id BLOB NOT NULL UNIQUE,
  first_seen_ms INTEGER NOT NULL,
  start_ns INTEGER NOT NULL,
  duration_ns INTEGER NOT NULL,
  service TEXT NOT NULL,
  name TEXT NOT NULL,
  question TEXT,
  question_key TEXT,
  type TEXT,
  rcode TEXT,
  cache TEXT,
  span_count INTEGER NOT NULL,
  error_count INTEGER NOT NULL,
  servers_asked INTEGER NOT NULL,
  hops TEXT NOT NULL
);
CREATE INDEX traces_start ON traces (start_ns);
CREATE INDEX traces_question ON traces (question_key, start_ns);
CREATE INDEX traces_rcode ON traces (rcode, start_ns);
CREATE INDEX traces_duration ON traces (duration_ns);
CREATE INDEX traces_errors ON traces (start_ns) WHERE error_count > 0;

CREATE TABLE spans (
  id INTEGER PRIMARY KEY,
  trace INTEGER NOT NULL,
  span_id BLOB NOT NULL,
  parent_id BLOB,
  service TEXT NOT NULL,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  start_ns INTEGER NOT NULL,
  duration_ns INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  status INTEGER NOT NULL,
  question TEXT,
  question_key TEXT,
  type TEXT,
  rcode TEXT,
  cache_hit INTEGER,
  server TEXT,
  doc TEXT NOT NULL,
  UNIQUE (trace, span_id, service)
);
CREATE INDEX spans_operation ON spans (service, name, start_ns);
CREATE INDEX spans_start ON spans (start_ns);
CREATE INDEX spans_duration ON spans (duration_ns);
CREATE INDEX spans_rcode ON spans (rcode) WHERE rcode IS NOT NULL;
CREATE INDEX spans_question ON spans (question_key) WHERE question_key IS NOT NULL;

CREATE VIRTUAL TABLE spans_text USING fts5 (text, content = '', contentless_delete = 1);
`;

/** Prepares an open database: WAL, and the tables when the file is new. Throws when the file has another layout, and
 *  leaves it as it is: it may be somebody's zones. */
export function prepareSchema(db: Database): void {
  const version = db.pragma('user_version', { simple: true });
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  const fresh = version === 0 && tables === 0;
  if (!fresh && version !== schemaVersion) {
    throw new Error(`not a trace store of this version (found ${String(version)})`);
  }
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('journal_size_limit = 16777216');
  db.pragma('cache_size = -16384');
  if (!fresh) return;
  db.transaction(() => {
    db.exec(ddl);
    db.pragma(`user_version = ${schemaVersion}`);
  })();
}
