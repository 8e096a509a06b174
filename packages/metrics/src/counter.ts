import type { MetricsRow } from './row.ts';

/** Named counters of one row, for code that counts rarely enough to prefer words: `counts.add('denied')`.
 *  The query path writes `row[slot]!++` itself. */
export class CounterSet<K extends string> {
  readonly #row: MetricsRow;
  readonly #slots: Readonly<Record<K, number>>;

  constructor(row: MetricsRow, slots: Readonly<Record<K, number>>) {
    this.#row = row;
    this.#slots = slots;
  }

  add(name: K, by = 1): void {
    this.#row[this.#slots[name]]! += by;
  }

  get(name: K): number {
    return this.#row[this.#slots[name]]!;
  }
}
