import type { GraphJson } from '../model/api-types.ts';
import type { TraceStore } from './trace-store.ts';

/** Traces that the graph is drawn from: the newest. */
const tracesMax = 500;
/** Servers without spans of their own that are shown. */
const strangersMax = 40;

/** Who calls whom: from spans whose parent is of another service, and from queries to servers that sent no spans. */
export function serviceGraph(store: TraceStore): GraphJson {
  const { db } = store;
  const first = Number(
    db.prepare('SELECT min(id) FROM (SELECT id FROM traces ORDER BY id DESC LIMIT ?)').pluck().get(tracesMax) ?? 0,
  );
  const services = db
    .prepare<[number], GraphJson['services'][number]>(
      `SELECT service, count(*) AS spans, sum(status = 2) AS errors FROM spans WHERE trace >= ? GROUP BY service`,
    )
    .all(first);
  const between = db
    .prepare<[number], CallRow>(
      `SELECT p.service AS "from", c.service AS "to", count(*) AS calls, sum(c.status = 2) AS errors,
         avg(p.duration_ns) AS meanNs, max(p.duration_ns) AS maxNs
       FROM spans c JOIN spans p ON p.trace = c.trace AND p.span_id = c.parent_id
       WHERE c.trace >= ? AND p.service <> c.service GROUP BY 1, 2`,
    )
    .all(first);
  const outward = db
    .prepare<[number], CallRow>(
      `SELECT service AS "from", server AS "to", count(*) AS calls, sum(status = 2) AS errors,
         avg(duration_ns) AS meanNs, max(duration_ns) AS maxNs
       FROM spans p WHERE trace >= ? AND server IS NOT NULL AND NOT EXISTS
         (SELECT 1 FROM spans c WHERE c.trace = p.trace AND c.parent_id = p.span_id AND c.service <> p.service)
       GROUP BY 1, 2 ORDER BY calls DESC LIMIT ${strangersMax}`,
    )
    .all(first);
  const calls = [
    ...between.map((call) => Object.assign(call, { known: true })),
    ...outward.map((call) => Object.assign(call, { known: false })),
  ];
  return { services, calls };
}

interface CallRow {
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  readonly errors: number;
  readonly meanNs: number;
  readonly maxNs: number;
}
