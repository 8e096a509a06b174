/** Writes zones as text that reads back to the same records. */
import { formatRdata } from '../rdata/index.ts';
import { DNSName, rclassName, rtypeName, sameOctets } from '../wire/index.ts';
import type { ZoneRecord } from './options.ts';

/** How to write a zone. */
export interface ZoneWriteOptions {
  /** Owners below it are written relative to it, behind an $ORIGIN line. Default: no $ORIGIN, absolute names. */
  readonly origin?: DNSName;
  /** Written as $TTL; records with this TTL leave theirs out. */
  readonly defaultTtl?: number;
}

/** The fields of a record that its text has. */
export type WritableRecord = Pick<ZoneRecord, 'owner' | 'type' | 'class' | 'ttl' | 'rdata'>;

/** One line after the other, each with its newline. */
export function* writeZone(records: Iterable<WritableRecord>, options: ZoneWriteOptions = {}): Generator<string, void> {
  const { origin, defaultTtl } = options;
  if (origin !== undefined) yield `$ORIGIN ${origin}\n`;
  if (defaultTtl !== undefined) yield `$TTL ${defaultTtl}\n`;
  for (const record of records) {
    const owner = origin === undefined ? record.owner.toString() : relativeName(record.owner, origin);
    const ttl = record.ttl === defaultTtl ? '' : `${record.ttl}\t`;
    yield `${owner}\t${ttl}${formatTypeAndData(record)}\n`;
  }
}

/** One record on one line, absolute names, no newline. */
export function formatRecord(record: WritableRecord): string {
  return `${record.owner}\t${record.ttl}\t${formatTypeAndData(record)}`;
}

function formatTypeAndData(record: WritableRecord): string {
  const data = formatRdata(record.type, record.rdata, record.class);
  return `${rclassName(record.class)}\t${rtypeName(record.type)}\t${data}`.trimEnd();
}

/** `@` for the origin, the labels in front of it for names below, the absolute name for others. */
function relativeName(name: DNSName, origin: DNSName): string {
  const head = name.wire.length - origin.wire.length;
  // The origin's octets must be those of the name, in case too, or another name would read back.
  const isBelow = name.isPartOf(origin) && sameOctets(name.wire.subarray(head), origin.wire);
  if (origin.isRoot || !isBelow) return name.toString();
  if (head === 0) return '@';
  const labels = name.labels().slice(0, name.labelCount - origin.labelCount);
  return DNSName.fromLabels(labels)!.toString().slice(0, -1);
}
