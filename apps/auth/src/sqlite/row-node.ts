/** Rows of one name to a node: what cannot be read is reported and left out, never thrown. */
import { type DNSName, isMetaType, parseRType } from '@span53/dns/wire';
import { buildNode, type StoredRecord, type ZoneNode } from '../zones/zone-node.ts';
import { rdataOfRow } from './content.ts';
import type { Row } from './statement.ts';

/** What a row is read with. */
export interface RowContext {
  readonly zone: DNSName;
  /** Seconds for rows whose TTL is NULL. */
  readonly defaultTtl: number;
  /** Told of each row that cannot be served. */
  readonly broken: (name: DNSName, type: unknown, content: unknown) => void;
}

/** Columns of `ROW_COLUMNS`. */
export const ROW_COLUMNS = 'type, content, ttl, prio';

/** Rows without type are empty non-terminals: they make the name exist and nothing else. */
export function nodeOfRows(name: DNSName, rows: readonly Row[], context: RowContext): ZoneNode {
  const records: StoredRecord[] = [];
  for (const [type, content, ttl, prio] of rows) {
    if (type === null || type === '') continue;
    const number = typeof type === 'string' ? parseRType(type) : undefined;
    const known = number !== undefined && !isMetaType(number);
    const rdata = known ? rdataOfRow(number, content, prio, context.zone) : undefined;
    if (rdata === undefined) context.broken(name, type, content);
    if (known) records.push({ type: number, ttl: ttlOfRow(ttl, context.defaultTtl), rdata });
  }
  return buildNode(name, records);
}

/** A TTL with the top bit set counts as zero (RFC 2181 §8). */
function ttlOfRow(ttl: unknown, defaultTtl: number): number {
  if (typeof ttl !== 'number' || !Number.isInteger(ttl)) return defaultTtl;
  return ttl < 0 || ttl > 0x7fffffff ? 0 : ttl;
}
