import { nameKey } from '../model/name-key.ts';
import type { TraceFilter } from '../model/filter.ts';
import type { Hop, TraceSummary } from '../model/summary.ts';
import type { TraceStore } from './trace-store.ts';

/** Where a page of results ends: the next one starts behind it. */
export interface Cursor {
  readonly startNs: bigint;
  readonly id: bigint;
}

/** One page of summaries, newest first. */
export interface SearchPage {
  readonly traces: readonly TraceSummary[];
  readonly next: Cursor | undefined;
}

interface SummaryRow {
  readonly id: bigint;
  readonly trace_id: Buffer;
  readonly start_ns: bigint;
  readonly duration_ns: bigint;
  readonly service: string;
  readonly name: string;
  readonly question: string | null;
  readonly type: string | null;
  readonly rcode: string | null;
  readonly span_count: bigint;
  readonly error_count: bigint;
  readonly servers_asked: bigint;
  readonly hops: string;
}

/** Spans looked at for a word: a word that is everywhere finds the newest. */
const textMatchesMax = 20_000;

/** Finds traces, newest first. `nowMs` is the end of the filter's `last`. */
export function searchTraces(
  store: TraceStore,
  filter: TraceFilter,
  { limit, before, nowMs }: { limit: number; before?: Cursor | undefined; nowMs: number },
): SearchPage {
  const where = conditions(filter, nowMs);
  if (before !== undefined) where.add('(start_ns, id) < (?, ?)', before.startNs, before.id);
  const rows = store.db
    .prepare<unknown[], SummaryRow>(
      `SELECT * FROM traces WHERE span_count > 0 ${where.sql} ORDER BY start_ns DESC, id DESC LIMIT ?`,
    )
    .safeIntegers(true)
    .all(...where.values, limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    traces: rows.slice(0, limit).map(summaryOf),
    next: last && { startNs: last.start_ns, id: last.id },
  };
}

/** The summary of one trace, undefined when it is not stored. */
export function findSummary(store: TraceStore, traceId: string): TraceSummary | undefined {
  const row = store.db
    .prepare<[Buffer], SummaryRow>('SELECT * FROM traces WHERE trace_id = ? AND span_count > 0')
    .safeIntegers(true)
    .get(Buffer.from(traceId, 'hex'));
  return row && summaryOf(row);
}

class Conditions {
  sql = '';
  readonly values: unknown[] = [];

  add(condition: string, ...values: readonly unknown[]): void {
    this.sql += ` AND ${condition}`;
    this.values.push(...values);
  }
}

function conditions(filter: TraceFilter, nowMs: number): Conditions {
  const where = new Conditions();
  if (filter.name !== undefined) addName(where, filter.name);
  if (filter.type !== undefined) where.add('type = ?', filter.type);
  if (filter.rcode !== undefined) where.add('rcode = ?', filter.rcode);
  if (filter.minNs !== undefined) where.add('duration_ns >= ?', filter.minNs);
  if (filter.maxNs !== undefined) where.add('duration_ns <= ?', filter.maxNs);
  if (filter.error === true) where.add('error_count > 0');
  if (filter.cache !== undefined) where.add('cache = ?', filter.cache);
  if (filter.lastNs !== undefined) where.add('start_ns >= ?', BigInt(Math.round(nowMs * 1e6 - filter.lastNs)));
  if (filter.service !== undefined) {
    where.add('EXISTS (SELECT 1 FROM spans WHERE spans.trace = traces.id AND spans.service = ?)', filter.service);
  }
  for (const word of filter.words) {
    where.add(
      `id IN (SELECT trace FROM spans WHERE id IN
         (SELECT rowid FROM spans_text WHERE spans_text MATCH ? ORDER BY rowid DESC LIMIT ${textMatchesMax}))`,
      phrase(word),
    );
  }
  return where;
}

/** A plain name finds itself and all below it, by a range of the index; a pattern is matched row by row. */
function addName(where: Conditions, name: string): void {
  if (name.includes('*')) {
    const pattern = name.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
    where.add(`question LIKE ? ESCAPE '\\'`, pattern.endsWith('%') || pattern.endsWith('.') ? pattern : `${pattern}.`);
    return;
  }
  const key = nameKey(name);
  where.add('question_key >= ? AND question_key < ?', key, `${key}\u{10ffff}`);
}

/** A word as the start of an FTS5 phrase, in which no operator means anything. */
function phrase(word: string): string {
  return `"${word.replaceAll('"', '""')}" *`;
}

function summaryOf(row: SummaryRow): TraceSummary {
  return {
    traceId: row.trace_id.toString('hex'),
    startNs: row.start_ns,
    durationNs: Number(row.duration_ns),
    service: row.service,
    name: row.name,
    question: row.question ?? undefined,
    type: row.type ?? undefined,
    rcode: row.rcode ?? undefined,
    spanCount: Number(row.span_count),
    errorCount: Number(row.error_count),
    hops: JSON.parse(row.hops) as Hop[],
    serversAsked: Number(row.servers_asked),
  };
}
