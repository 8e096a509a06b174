/** Debian's zone readers as functions: what they say of a zone file, and the records they read from it. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { formatZoneError, readZone } from '@span53/dns/zonefile';
import { canonicalRdata } from '@span53/dns/rdata';
import { DNSName } from '@span53/dns/wire';
import { toHex } from '@span53/testkit';
import { env, hasVersion } from './tools.ts';

const run = promisify(execFile);
const origin = DNSName.of('example.com.');

/** What a reader made of a zone. */
export interface Verdict {
  readonly accepted: boolean;
  /** Its messages. */
  readonly said: string;
  /** Its zone as text; undefined when it only judges, or refused. */
  readonly text: string | undefined;
}

/** A program that reads zones. */
export interface ZoneProgram {
  readonly name: 'named-compilezone' | 'ldns-read-zone' | 'kzonecheck' | 'nsd-checkzone';
  /** The versions that zone-exceptions.ts is about, those of Debian 12; others disagree with us elsewhere. */
  readonly version: string;
  /** What tells its version. */
  readonly asked: readonly [command: string, option: string];
  /** It looks at the zone as a whole, too. */
  readonly checks: boolean;
  /** Judges a zone's text, which it puts into a file of `folder`. */
  read(zone: string, folder: string): Promise<Verdict>;
}

/** BIND 9. Host names are not its business here, and no name outside the zone is looked up. */
const bind: ZoneProgram = {
  name: 'named-compilezone',
  version: '9.18.',
  asked: ['named-compilezone', '-v'],
  checks: true,
  read: async (zone, folder) => {
    const options = ['-i', 'local', '-k', 'ignore', '-s', 'full', '-o', '-'];
    return await judge('named-compilezone', [...options, 'example.com', save(zone, folder)]);
  },
};
/** NLnet Labs' library. It is not told the origin otherwise. */
const ldns: ZoneProgram = {
  name: 'ldns-read-zone',
  version: '1.8.3',
  asked: ['ldns-read-zone', '-v'],
  checks: false,
  read: async (zone, folder) => await judge('ldns-read-zone', [save(`$ORIGIN example.com.\n${zone}`, folder)]),
};
/** Knot DNS. It only judges. */
const knot: ZoneProgram = {
  name: 'kzonecheck',
  version: '3.2.',
  asked: ['kzonecheck', '-V'],
  checks: true,
  read: async (zone, folder) => {
    const verdict = await judge('kzonecheck', ['-o', 'example.com', save(zone, folder)]);
    return { ...verdict, text: undefined };
  },
};

/** NSD. It reads records, and looks at no more of the zone than its SOA. */
const nsd: ZoneProgram = {
  name: 'nsd-checkzone',
  version: '4.6.',
  asked: ['nsd', '-v'],
  checks: false,
  read: async (zone, folder) => await judge('nsd-checkzone', ['-p', 'example.com', save(zone, folder)]),
};
const all = [bind, ldns, knot, nsd];

/** Those that are installed in the version that is known, and the names and versions of the others. */
export function zonePrograms(): { programs: ZoneProgram[]; missing: string[] } {
  const programs = all.filter(({ asked, version }) => hasVersion(asked, version));
  const missing = all.filter((program) => !programs.includes(program));
  return { programs, missing: missing.map(({ name, version }) => `${name} ${version.replace(/\.$/, '')}`) };
}

/** Each record of a zone text once, in a form that is the same whoever wrote it: owner, type, TTL, canonical RDATA.
 *  Errors instead when there are any. */
export function zoneContent(text: string): string[] {
  const reader = readZone(text, { origin });
  const records = [...reader].filter(({ owner }) => owner.isPartOf(origin));
  if (reader.errors.length > 0) return reader.errors.map(formatZoneError);
  const shown = records.map(({ owner, type, ttl, rdata }) => {
    const name = toHex(owner.lowered().wire);
    return `${name} ${type} ${ttl} ${toHex(canonicalRdata(type, rdata))}`;
  });
  return [...new Set(shown)].toSorted();
}

async function judge(program: string, args: string[]): Promise<Verdict> {
  try {
    const { stdout, stderr } = await run(program, args, { env, encoding: 'latin1', timeout: 20_000 });
    return { accepted: true, said: stderr, text: stdout };
  } catch (error) {
    const { stdout, stderr, code, signal } = error as Partial<Record<'stdout' | 'stderr' | 'code' | 'signal', unknown>>;
    // A program that did not run, or not to its end, must not pass for one that judged; one that crashed did refuse.
    if (typeof code !== 'number' && signal !== 'SIGSEGV' && signal !== 'SIGABRT') throw error;
    return { accepted: false, said: `${stderr}${stdout}${signal ?? ''}`.trim(), text: undefined };
  }
}

function save(zone: string, folder: string): string {
  const file = path.join(folder, 'zone');
  writeFileSync(file, zone, 'utf8');
  return file;
}
