/** Zone files in and out of a database, and checks: what `span53 zone` and the lab do. */
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { parseRdata } from '@span53/dns/rdata';
import { type DNSName, RClass, RType } from '@span53/dns/wire';
import {
  checkZone as checkRecords,
  formatFinding,
  formatZoneError,
  readZone,
  writeZone,
  type ZoneCheck,
  type ZoneRecord,
} from '@span53/dns/zonefile';
import { DatabaseError } from './sqlite/database.ts';
import { ZoneWriter } from './sqlite/writer.ts';
import { type ZoneContent, type ZoneRow, type ZoneSummary, ZoneTable } from './sqlite/zone-table.ts';

/** A zone that cannot be used; `problems` has one text for each mistake. */
export class ZoneFileError extends Error {
  override readonly name = 'ZoneFileError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** One zone file: its path, or its text with a name to use in messages. */
export interface ZoneFile {
  readonly origin: DNSName;
  readonly file: string;
  readonly text?: string;
}

/** What was loaded. */
export interface LoadedZone {
  readonly origin: DNSName;
  readonly records: number;
  /** What `zone check` would warn of. */
  readonly warnings: readonly string[];
}

/** Seconds for records without TTL when the zone has no SOA: PowerDNS' `default-ttl`. */
const DEFAULT_TTL = 3600;
/** PowerDNS' `default-soa-content`; `@` stands for the zone. */
export const DEFAULT_SOA_CONTENT = 'a.misconfigured.dns.server.invalid hostmaster.@ 0 10800 3600 604800 3600';

/**
 * Loads zone files into a database, which is created if need be, all in one transaction: servers see all of the new
 * zones or none. Each zone's records are replaced. Throws `ZoneFileError` for mistakes in the files (nothing is
 * stored then), `DatabaseError` when the database cannot be written.
 */
export function loadZones(database: string, files: readonly ZoneFile[]): LoadedZone[] {
  const problems: string[] = [];
  const zones = files.map((file) => ({ file, records: readRecords(file, problems) }));
  const loaded = zones.map(({ file: { origin }, records }) => {
    const check = checkRecords(records, { origin });
    for (const finding of check.findings) if (isFatal(finding.code)) problems.push(formatFinding(finding));
    const warnings = check.findings.filter(({ code }) => !isFatal(code)).map(formatFinding);
    return { origin, records: records.length, warnings };
  });
  if (problems.length > 0) throw new ZoneFileError(problems);
  using writer = ZoneWriter.open(database);
  writer.atomically(() => {
    for (const { file, records } of zones) writer.replace(file.origin, records);
  });
  return loaded;
}

/** Mistakes that no server could serve; other errors of a check are the operator's to judge. */
function isFatal(code: ZoneCheck['findings'][number]['code']): boolean {
  switch (code) {
    case 'soa-missing':
    case 'soa-twice':
    case 'out-of-zone':
    case 'cname-and-other-data':
    case 'cname-twice':
      return true;
    default:
      return false;
  }
}

function readRecords({ origin, file, text }: ZoneFile, problems: string[]): ZoneRecord[] {
  const source = text ?? readOrExplain(file, problems);
  if (source === undefined) return [];
  const folder = path.dirname(file);
  const reader = readZone(typeof source === 'string' ? source : [source], {
    origin,
    file: path.basename(file),
    ...(text === undefined ? { open: (name: string) => openInside(folder, name) } : {}),
  });
  const records = [...reader];
  problems.push(...reader.errors.map(formatZoneError));
  return records;
}

function readOrExplain(file: string, problems: string[]): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    problems.push(`${file}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
    return undefined;
  }
}

/** An included file, if it is a file in the folder after all links are followed. */
function openInside(folder: string, name: string): Iterable<Uint8Array> | undefined {
  try {
    const target = realpathSync(path.join(folder, name));
    if (!target.startsWith(realpathSync(folder) + path.sep) || !lstatSync(target).isFile()) return undefined;
    return [readFileSync(target)];
  } catch {
    return undefined; // the reader says that it cannot be opened
  }
}

/** How `createZone` fills a new zone. */
export interface NewZone {
  /** Names of its servers, for NS records. */
  readonly nameservers?: readonly DNSName[];
  /** `default-soa-content`. */
  readonly soaContent?: string;
  /** Seconds, of SOA and NS. */
  readonly ttl?: number;
}

/** Creates a zone with SOA and NS records. Throws `DatabaseError` when it exists. */
export function createZone(database: string, origin: DNSName, options: NewZone = {}): void {
  const { nameservers = [], soaContent = DEFAULT_SOA_CONTENT, ttl = DEFAULT_TTL } = options;
  const zone = origin.isRoot ? '' : origin.toString();
  const soa = parseRdata(RType.SOA, soaContent.replaceAll('@', zone));
  if (!(soa instanceof Uint8Array)) throw new DatabaseError(`default-soa-content is no SOA: ${soa.message}`);
  const servers = nameservers.map((name) => ({ owner: origin, type: RType.NS, ttl, rdata: name.wire }));
  using writer = ZoneWriter.open(database);
  writer.atomically(() => {
    writer.create(origin);
    writer.replace(origin, [{ owner: origin, type: RType.SOA, ttl, rdata: soa }, ...servers]);
  });
}

/** The zones of a database, by name. Throws `DatabaseError`. */
export function listZones(database: string): ZoneSummary[] {
  using table = ZoneTable.open(database);
  return table.list();
}

/** Removes a zone; false when there is none. Throws `DatabaseError`. */
export function deleteZone(database: string, origin: DNSName): boolean {
  using writer = ZoneWriter.open(database);
  return writer.delete(origin);
}

/** Checks a stored zone. Rows that cannot be read are texts in `broken`. Throws `DatabaseError` without the zone. */
export function checkStoredZone(database: string, origin: DNSName): ZoneCheck & Pick<ZoneContent, 'broken'> {
  const { records, broken } = contentOf(database, origin);
  return { ...checkRecords(records.map(toZoneRecord), { origin }), broken };
}

/** A stored zone as a zone file, absolute names, one record a line. Throws `DatabaseError` without the zone. */
export function exportZone(database: string, origin: DNSName): string {
  return [...writeZone(contentOf(database, origin).records.map(toZoneRecord))].join('');
}

function contentOf(database: string, origin: DNSName): ZoneContent {
  using table = ZoneTable.open(database);
  const content = table.content(origin, DEFAULT_TTL);
  if (content === undefined) throw new DatabaseError(`${database}: no zone ${origin.toString()}`);
  return content;
}

function toZoneRecord(row: ZoneRow): ZoneRecord {
  return { ...row, class: RClass.IN, file: 'database', line: 0 };
}
