/** `zone-directory`: the zone files of a folder, loaded into the database when the server starts. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DNSName } from '@span53/dns/wire';
import { type LoadedZone, loadZones, type ZoneFile, ZoneFileError } from './zone-files.ts';

/** The one name that a file system cannot spell as a zone: `.`. */
const ROOT_FILE = 'root';

/**
 * Loads every `NAME.zone` of `folder` as the zone NAME (`root.zone` is the root) in one transaction; zones of the
 * same names are replaced, others stay. Throws `ZoneFileError` with every mistake, `DatabaseError` when the database
 * cannot be written.
 */
export function loadZoneDirectory(database: string, folder: string): LoadedZone[] {
  const problems: string[] = [];
  const files: ZoneFile[] = [];
  for (const entry of listFolder(folder)) {
    if (!entry.endsWith('.zone')) continue;
    const name = entry.slice(0, -'.zone'.length);
    const origin = name === ROOT_FILE ? DNSName.root : DNSName.parse(name);
    if (origin === undefined) problems.push(`${path.join(folder, entry)}: the file name is no domain name`);
    else files.push({ origin, file: path.join(folder, entry) });
  }
  if (problems.length > 0) throw new ZoneFileError(problems);
  return loadZones(database, files);
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw new ZoneFileError([`zone-directory ${folder}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
