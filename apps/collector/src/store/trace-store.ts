import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { nameKey } from '../model/name-key.ts';
import type { SpanRecord } from '../model/span.ts';
import { firstCache, summarise, type TraceSummary } from '../model/summary.ts';
import { evictTraces, usedOctets } from './eviction.ts';
import { prepareSchema } from './schema.ts';
import { outlineOf, type OutlineRow, spanOf, type SpanRow, spanText, spanValues } from './span-row.ts';

/** Bounds of the store. */
export interface StoreOptions {
  /** File name, or ':memory:'. */
  readonly path: string;
  readonly sizeMax: number;
  readonly ageMaxMs: number;
  readonly spansPerTraceMax: number;
}

/** What an insert did. */
export interface InsertResult {
  readonly stored: number;
  /** Spans that were there already: a sender's retry. */
  readonly duplicates: number;
  /** Spans beyond `spansPerTraceMax`. */
  readonly overflow: number;
  /** The traces that changed, as they are now. */
  readonly traces: readonly TraceSummary[];
}

/** Octets of span documents that one trace is read with. */
const shownOctetsMax = 32 * 1024 * 1024;

const outlineColumns = `span_id, parent_id, service, name, kind, start_ns, duration_ns, ended, status,
  question, type, rcode, cache_hit, server`;
const newTraceSql = `INSERT INTO traces
  (trace_id, first_seen_ms, start_ns, duration_ns, service, name, span_count, error_count, servers_asked, hops)
  VALUES (?, ?, 0, 0, '', '', 0, 0, 0, '[]')`;
const putSpanSql = `INSERT INTO spans
  (trace, span_id, parent_id, service, name, kind, start_ns, duration_ns, ended, status,
   question, question_key, type, rcode, cache_hit, server, doc)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (trace, span_id, service) DO UPDATE SET
    duration_ns = excluded.duration_ns, ended = 1, status = excluded.status, question = excluded.question,
    question_key = excluded.question_key, type = excluded.type, rcode = excluded.rcode,
    cache_hit = excluded.cache_hit, server = excluded.server, doc = excluded.doc
  WHERE spans.ended = 0 AND excluded.ended = 1
  RETURNING id`;
const putSummarySql = `UPDATE traces SET
  start_ns = @startNs, duration_ns = @durationNs, service = @service, name = @name, question = @question,
  question_key = @questionKey, type = @type, rcode = @rcode, cache = @cache, span_count = @spanCount,
  error_count = @errorCount, servers_asked = @serversAsked, hops = @hops WHERE id = @id`;

/**
 * The trace store on SQLite: one row a span, one a trace, full text on attributes. Bounded by size and age: whole
 * traces go, in the order in which they first arrived. All calls are synchronous; the caller keeps batches small.
 */
export class TraceStore implements Disposable {
  /** For the query modules of this folder. */
  readonly db: Database;
  readonly #options: StoreOptions;
  readonly #findTrace: Statement<[Buffer], { id: bigint; span_count: bigint }>;
  readonly #newTrace: Statement;
  readonly #putSpan: Statement<unknown[], { id: bigint }>;
  readonly #putText: Statement;
  readonly #outlines: Statement<[bigint], OutlineRow>;
  readonly #putSummary: Statement;
  readonly #spans: Statement<[Buffer], SpanRow>;
  readonly #insertAll: (spans: readonly SpanRecord[], nowMs: number) => InsertResult;

  private constructor(db: Database, options: StoreOptions) {
    this.db = db;
    this.#options = options;
    this.#findTrace = db.prepare<[Buffer], { id: bigint; span_count: bigint }>(
      'SELECT id, span_count FROM traces WHERE trace_id = ?',
    );
    this.#newTrace = db.prepare(newTraceSql);
    this.#putSpan = db.prepare<unknown[], { id: bigint }>(putSpanSql);
    this.#putText = db.prepare('INSERT OR REPLACE INTO spans_text (rowid, text) VALUES (?, ?)');
    this.#outlines = db.prepare<[bigint], OutlineRow>(`SELECT ${outlineColumns} FROM spans WHERE trace = ?`);
    this.#putSummary = db.prepare(putSummarySql);
    this.#spans = db.prepare<[Buffer], SpanRow>(
      `SELECT ${outlineColumns}, doc FROM spans WHERE trace = (SELECT id FROM traces WHERE trace_id = ?) ORDER BY id`,
    );
    for (const statement of [this.#findTrace, this.#outlines, this.#spans]) statement.safeIntegers(true);
    this.#insertAll = db.transaction((spans: readonly SpanRecord[], nowMs: number) => this.#insert(spans, nowMs));
  }

  /** Opens or creates the store. Throws, with the file's name, when it cannot be opened or is no trace store. */
  static open(options: StoreOptions): TraceStore {
    let db: Database | undefined;
    try {
      db = new Sqlite(options.path);
      prepareSchema(db);
      return new TraceStore(db, options);
    } catch (error) {
      db?.close();
      throw new Error(`${options.path}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** Stores a batch in one transaction. A span that is there already is ignored, unless it has ended only now. */
  insert(spans: readonly SpanRecord[], nowMs: number): InsertResult {
    return this.#insertAll(spans, nowMs);
  }

  #insert(spans: readonly SpanRecord[], nowMs: number): InsertResult {
    const result = { stored: 0, duplicates: 0, overflow: 0 };
    const traces: TraceSummary[] = [];
    for (const [traceId, group] of Map.groupBy(spans, (span) => span.traceId)) {
      const trace = this.#traceRow(traceId, nowMs);
      let room = this.#options.spansPerTraceMax - trace.spanCount;
      let stored = 0;
      for (const span of group) {
        if (room <= 0) result.overflow++;
        else if (this.#putOne(span, trace.id)) {
          stored++;
          room--;
        } else result.duplicates++;
      }
      result.stored += stored;
      if (stored > 0) traces.push(this.#summarise(traceId, trace.id));
    }
    return { ...result, traces };
  }

  #traceRow(traceId: string, nowMs: number): { id: bigint; spanCount: number } {
    const id = Buffer.from(traceId, 'hex');
    const known = this.#findTrace.get(id);
    if (known !== undefined) return { id: known.id, spanCount: Number(known.span_count) };
    return { id: BigInt(this.#newTrace.run(id, Math.round(nowMs)).lastInsertRowid), spanCount: 0 };
  }

  #putOne(span: SpanRecord, trace: bigint): boolean {
    const row = this.#putSpan.get(...spanValues(span, trace));
    if (row === undefined) return false;
    this.#putText.run(row.id, spanText(span));
    return true;
  }

  #summarise(traceId: string, id: bigint): TraceSummary {
    const summary = summarise(traceId, this.#outlines.all(id).map(outlineOf));
    this.#putSummary.run({ ...summaryColumns(summary), id });
    return summary;
  }

  /**
   * The spans of a trace in the order of arrival; empty when there is no such trace. A hostile trace can be larger than
   * memory, so it ends after so many octets: the summary tells how many spans there are.
   */
  spans(traceId: string): readonly SpanRecord[] {
    const spans: SpanRecord[] = [];
    let octets = 0;
    for (const row of this.#spans.iterate(Buffer.from(traceId, 'hex'))) {
      octets += row.doc.length;
      if (octets > shownOctetsMax) break;
      spans.push(spanOf(row, traceId));
    }
    return spans;
  }

  /** Deletes the oldest traces while the store is too large, and those that are too old; returns how many. */
  evict(nowMs: number): number {
    return evictTraces(this.db, { sizeMax: this.#options.sizeMax, seenBeforeMs: nowMs - this.#options.ageMaxMs });
  }

  /** Octets in use, free pages not counted. */
  get sizeOctets(): number {
    return usedOctets(this.db);
  }

  [Symbol.dispose](): void {
    this.db.close();
  }
}

function summaryColumns(summary: TraceSummary): Record<string, unknown> {
  const { question } = summary;
  return {
    startNs: summary.startNs,
    durationNs: Math.round(summary.durationNs),
    service: summary.service,
    name: summary.name,
    question: question ?? null,
    questionKey: question === undefined ? null : nameKey(question),
    type: summary.type ?? null,
    rcode: summary.rcode ?? null,
    cache: firstCache(summary.hops) ?? null,
    spanCount: summary.spanCount,
    errorCount: summary.errorCount,
    serversAsked: summary.serversAsked,
    hops: JSON.stringify(summary.hops),
  };
}
