/** Our zone reader and checks beside BIND, ldns, Knot and NSD: the same zones accepted, the same records read. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { checkZone, formatFinding, formatZoneError, readZone, writeZone } from '@span53/dns/zonefile';
import { DNSName } from '@span53/dns/wire';
import { zoneCases, zoneCorpus } from '@span53/testkit';
import { zoneExceptions, type Comparison, type OurVerdict, type ZoneException } from './zone-exceptions.ts';
import { zoneContent, zonePrograms, type Verdict, type ZoneProgram } from './zone-readers.ts';

const CORPUS = 600;
const SEED = 1;
const origin = DNSName.of('example.com.');
const folder = mkdtempSync(path.join(tmpdir(), 'span53-zonefile-interop-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const { programs, missing } = zonePrograms();
for (const name of missing) {
  test(`zone files beside ${name}`, { skip: `${name} is not installed` }, () => assert.ok(name));
}

for (const program of programs) {
  const met = new Set<ZoneException>();

  test(`${program.name}: zones whose verdict is known`, async () => {
    const same = await compareAll(program, zoneCases, met);
    assert.ok(same > zoneCases.length * 0.7, `only ${same} zones were the same`);
  });

  test(`${program.name}: ${CORPUS} generated zones, a third of them damaged`, async () => {
    const same = await compareAll(program, zoneCorpus(CORPUS, SEED), met);
    assert.ok(same > CORPUS * 0.95, `only ${same} zones were the same`);
  });

  test(`${program.name}: every exception is still needed`, () => {
    const idle = zoneExceptions.filter((exception) => exception.program === program.name && !met.has(exception));
    assert.deepEqual(
      idle.map(({ reason }) => reason),
      [],
    );
  });
}

for (const program of programs.filter(({ name }) => name !== 'kzonecheck')) {
  test(`${program.name} reads what we wrote, record by record`, async () => {
    for (const { what, text, damaged } of zoneCorpus(60, SEED + 1)) {
      if (damaged) continue;
      const written = [...writeZone(readZone(text, { origin }), { origin, defaultTtl: 3600 })].join('');
      assert.deepEqual(zoneContent(written), zoneContent(text), what);
      const known = inWordsOf(program, written);
      const verdict = await program.read(known, folder);
      assert.ok(verdict.accepted, `${what}: ${verdict.said}`);
      assert.deepEqual(zoneContent(verdict.text!), zoneContent(known), what);
    }
  });
}

/** A zone without the words that the program does not know. */
function inWordsOf(program: ZoneProgram, zone: string): string {
  const known = zoneExceptions.filter((exception) => exception.program === program.name);
  return known.reduce((text, exception) => ('rewrite' in exception ? exception.rewrite(text) : text), zone);
}

type Zone = Pick<Comparison, 'what' | 'text'>;

/** Fails on what no exception covers; how many zones are the same, if need be in words that the program knows. */
async function compareAll(program: ZoneProgram, zones: readonly Zone[], met: Set<ZoneException>): Promise<number> {
  const known = zoneExceptions.filter((exception) => exception.program === program.name);
  const wrong: string[] = [];
  let same = 0;
  for (const zone of zones) {
    const comparison = compare(program, zone, await program.read(zone.text, folder));
    const left = comparison && (await reworded(program, comparison, known, met));
    if (left === undefined) {
      same += 1;
      continue;
    }
    const found = known.filter((exception) => 'applies' in exception && exception.applies(left));
    for (const exception of found) met.add(exception);
    if (found.length === 0) wrong.push(describe(left));
  }
  assert.deepEqual(wrong, []);
  return same;
}

/** What they disagree on in a zone without the words that the program does not know; undefined: nothing. */
async function reworded(
  program: ZoneProgram,
  first: Comparison,
  known: readonly ZoneException[],
  met: Set<ZoneException>,
): Promise<Comparison | undefined> {
  let last = first;
  for (const exception of known) {
    const text = 'rewrite' in exception ? exception.rewrite(last.text) : last.text;
    if (text === last.text) continue;
    assert.ok(!last.ours.reads || judge(text).reads, `${last.what}: ${exception.reason}`);
    const next = compare(program, { ...last, text }, await program.read(text, folder));
    if (next === undefined) {
      met.add(exception);
      return undefined;
    }
    last = next;
  }
  return last;
}

/** Undefined when both say the same of the zone. */
function compare(program: ZoneProgram, zone: Zone, verdict: Verdict): Comparison | undefined {
  const mine = judge(zone.text);
  const expected = program.checks ? mine.accepted : mine.reads;
  const readBoth = expected && verdict.accepted && verdict.text !== undefined;
  const difference = readBoth ? firstDifference(zone.text, verdict.text!) : '';
  if (verdict.accepted === expected && difference === '') return undefined;
  return { what: zone.what, text: zone.text, ours: mine, theirs: verdict, difference };
}

function judge(zone: string): OurVerdict {
  const reader = readZone(zone, { origin, file: 'zone' });
  const { findings } = checkZone(reader, { origin });
  const bad = findings.filter(({ severity }) => severity === 'error');
  const said = [...reader.errors.map(formatZoneError), ...bad.map(formatFinding)].join('; ');
  return { reads: reader.errors.length === 0, accepted: said === '', said };
}

/** A record that only one side has, or empty text. Where an RRset has several TTLs, BIND makes them one: those are left
 *  out. */
function firstDifference(zone: string, read: string): string {
  const [mine, other] = [zoneContent(zone), zoneContent(read)];
  const mixed = mixedTtls(mine);
  const strip = (record: string): string => {
    const [owner, type, ttl, rdata] = record.split(' ');
    return `${owner} ${type} ${mixed.has(`${owner} ${type}`) ? '-' : ttl} ${rdata}`;
  };
  const [left, right] = [new Set(mine.map(strip)), new Set(other.map(strip))];
  const only = [...left].find((record) => !right.has(record)) ?? [...right].find((record) => !left.has(record));
  return only === undefined ? '' : `only ${left.has(only) ? 'we' : 'they'} have ${only}`;
}

/** Owner and type of the RRsets with more than one TTL. */
function mixedTtls(records: readonly string[]): Set<string> {
  const ttls = new Map<string, string>();
  const mixed = new Set<string>();
  for (const record of records) {
    const [owner, type, ttl] = record.split(' ');
    const key = `${owner} ${type}`;
    if ((ttls.get(key) ?? ttl) !== ttl) mixed.add(key);
    ttls.set(key, ttl!);
  }
  return mixed;
}

function describe(comparison: Comparison): string {
  const { what, text, ours: mine, theirs: other, difference } = comparison;
  if (difference !== '') return `${what}: ${difference}`;
  const verdict = mine.said === '' ? 'we accept it' : `we say ${mine.said}`;
  const line = text.split('\n')[Number(/:(\d+):/.exec(mine.said + other.said)?.[1] ?? 1) - 1];
  return `${what}: ${verdict}, they ${other.accepted ? 'accept it' : `say ${other.said}`}; ${JSON.stringify(line)}`;
}
