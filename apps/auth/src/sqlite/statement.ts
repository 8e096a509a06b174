/** A prepared statement that leaves a span when it runs under a trace. */
import type { Statement } from 'better-sqlite3';
import type { Attributes, Span } from '@span53/tracing';
import { SpanKind } from '@span53/tracing';

/** One row, columns in the order of the statement. */
export type Row = readonly unknown[];

/** What a statement does, in words of few values: `SELECT`, `records by name`. */
export interface StatementName {
  readonly operation: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'PRAGMA';
  readonly summary: string;
}

/** Attributes of its span are built once; nothing is allocated for tracing when there is no trace. */
export class TracedStatement {
  readonly #statement: Statement<unknown[], Row>;
  readonly #attributes: Attributes;

  constructor(statement: Statement, name: StatementName) {
    this.#statement = statement.raw() as Statement<unknown[], Row>;
    this.#attributes = {
      'db.system.name': 'sqlite',
      'db.operation.name': name.operation,
      'db.query.summary': name.summary,
      'db.query.text': statement.source,
    };
  }

  /** All rows. Throws what SQLite throws: the database is locked for too long, damaged, or gone. */
  rows(trace: Span | undefined, ...parameters: readonly unknown[]): readonly Row[] {
    if (trace === undefined) return this.#statement.all(...parameters);
    using span = trace.span('dns.backend.query', this.#attributes, SpanKind.CLIENT);
    try {
      const rows = this.#statement.all(...parameters);
      span.set('db.response.returned_rows', rows.length);
      return rows;
    } catch (error) {
      span.fail('database', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
