import type { Database } from 'better-sqlite3';

/** Whole traces deleted in one transaction, at most: a few milliseconds of work. */
const tracesPerStep = 200;
/** Part of the traces that one step for size may delete, so that a small store is not emptied at once. */
const stepPart = 1 / 50;

/** Octets of the pages in use: what is deleted is reused by SQLite before the file grows. */
export function usedOctets(db: Database): number {
  const pragma = (name: string): number => Number(db.pragma(name, { simple: true }));
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}

/**
 * Deletes whole traces, first arrived first, until the store takes at most `sizeMax` octets and the oldest trace was
 * first seen at `seenBeforeMs` or later. Returns how many traces went.
 */
export function evictTraces(
  db: Database,
  { sizeMax, seenBeforeMs }: { sizeMax: number; seenBeforeMs: number },
): number {
  const deleteUpTo = db.transaction((last: number) => {
    db.prepare('DELETE FROM spans_text WHERE rowid IN (SELECT id FROM spans WHERE trace <= ?)').run(last);
    db.prepare('DELETE FROM spans WHERE trace <= ?').run(last);
    return db.prepare('DELETE FROM traces WHERE id <= ?').run(last).changes;
  });
  const held = Number(db.prepare('SELECT max(id) - min(id) FROM traces').pluck().get() ?? 0);
  const step = Math.min(Math.ceil(held * stepPart) + 1, tracesPerStep);
  const oldest = db.prepare('SELECT id FROM traces ORDER BY id LIMIT ?').pluck();
  const oldestExpired = db.prepare('SELECT id FROM traces WHERE first_seen_ms < ? ORDER BY id LIMIT ?').pluck();
  let evicted = 0;
  for (;;) {
    const over = usedOctets(db) > sizeMax;
    const ids = (over ? oldest.all(step) : oldestExpired.all(seenBeforeMs, tracesPerStep)) as number[];
    if (ids.length === 0) break;
    evicted += deleteUpTo(ids.at(-1)!);
    // Full text frees pages only when its segments are merged.
    db.prepare(`INSERT INTO spans_text (spans_text, rank) VALUES ('merge', ?)`).run(200);
  }
  if (evicted > 0) db.pragma('incremental_vacuum(1000)');
  return evicted;
}
