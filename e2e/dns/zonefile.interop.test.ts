/** Our zone reader and checks beside BIND's, ldns's and Knot's: the same zones accepted, the same records read. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { checkZone, formatFinding, formatZoneError, readZone, writeZone } from '@span53/dns/zonefile';
import { DNSName } from '@span53/dns/wire';
import { zoneCases, zoneCorpus, type ZoneFeature } from '@span53/testkit';
import { zoneContent, zonePrograms, type Verdict, type ZoneProgram } from './zone-readers.ts';

const CORPUS = 600;
const SEED = 1;
const origin = DNSName.of('example.com.');
const folder = mkdtempSync(path.join(tmpdir(), 'span53-zonefile-interop-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Our verdict; `reads` without the checks of the whole zone. */
interface OurVerdict {
  readonly reads: boolean;
  readonly accepted: boolean;
  readonly said: string;
}

/** One zone held against one program. */
interface Comparison {
  readonly features: readonly ZoneFeature[];
  readonly what: string;
  readonly text: string;
  readonly ours: OurVerdict;
  readonly theirs: Verdict;
  /** Both accept it, but read other records; empty otherwise. */
  readonly difference: string;
}

/** Where a program disagrees with us, and why that is right. Each must be met at least once. */
interface Exception {
  readonly program: ZoneProgram['name'];
  readonly reason: string;
  readonly applies: Test;
}

type Test = (comparison: Comparison) => boolean;

function has(feature: ZoneFeature): Test {
  return ({ features }) => features.includes(feature);
}

function weSay(pattern: RegExp): Test {
  return ({ ours }) => pattern.test(ours.said);
}

function theySay(pattern: RegExp): Test {
  return ({ theirs }) => pattern.test(theirs.said);
}

function textHas(pattern: RegExp): Test {
  return ({ text }) => pattern.test(text);
}

/** Both read the zone, not the same records, and the first that differs matches. */
function differsIn(pattern: RegExp): Test {
  return ({ difference }) => difference !== '' && pattern.test(difference);
}

function all(...tests: Test[]): Test {
  return (comparison) => tests.every((applies) => applies(comparison));
}

const exceptions: readonly Exception[] = [
  {
    program: 'named-compilezone',
    reason: 'RFC 7043 §3.2: two digits in each group; BIND takes one',
    applies: weSay(/pairs of hex digits/),
  },
  {
    program: 'named-compilezone',
    reason: 'RFC 4025 §3.1: algorithm 0 means no key; BIND 9.18 wants one',
    applies: all(({ ours }) => ours.accepted, textHas(/IPSECKEY \d+ \d 0 \S+\n/)),
  },
  {
    program: 'named-compilezone',
    reason: 'RFC 4592 §4.2 leaves open what a wildcard NS means, but does not forbid it; Knot loads it',
    applies: theySay(/invalid NS owner name \(wildcard\)/),
  },
  {
    program: 'named-compilezone',
    reason: 'RFC 6672 §2.4: nothing exists below a DNAME; BIND loads it and hides it',
    applies: weSay(/below the DNAME/),
  },
  {
    program: 'named-compilezone',
    reason: 'RFC 2181 §8: a TTL has 31 bits; BIND takes a larger one as 0',
    applies: weSay(/expected a TTL up to/),
  },
  {
    program: 'named-compilezone',
    reason: 'RFC 1035 §5.1: text in quotes can have ends of lines; BIND refuses them, NSD does not',
    applies: all(({ ours }) => ours.accepted, theySay(/unbalanced quotes/), textHas(/TXT (?:\( )?"[^"\n]*\n[^"\n]*"/)),
  },
  {
    program: 'named-compilezone',
    reason: 'NSD and ldns take 1h30 for an hour and 30 seconds; BIND wants a unit',
    applies: all(theySay(/unknown RR type '1h30'/), textHas(/ 1h30 /)),
  },
  {
    program: 'ldns-read-zone',
    reason: 'RFC 1035 §5.1: any character can be in quotes; ldns takes the end of a line in them for a blank',
    applies: all(differsIn(/0a/), textHas(/\( "[^"]*\n[^"]*" \)/)),
  },
  {
    program: 'ldns-read-zone',
    reason: 'RFC 1035 §5.1: text in quotes can have ends of lines; outside parentheses ldns refuses them, NSD does not',
    applies: all(({ ours }) => ours.accepted, textHas(/TXT "[^"\n]*\n[^"\n]*"/)),
  },
  { program: 'ldns-read-zone', reason: 'ldns has no $DATE', applies: textHas(/^\$DATE/m) },
  {
    program: 'ldns-read-zone',
    reason: 'BIND and NSD read an owner in quotes; ldns takes the quotes for a part of it',
    applies: all(differsIn(/./), textHas(/^"a" A/m)),
  },
  { program: 'ldns-read-zone', reason: 'BIND and Knot refuse NUL; ldns does not', applies: weSay(/NUL octet/) },
  {
    program: 'ldns-read-zone',
    reason: 'RFC 1035 §5.1 has the class before the TTL too; ldns does not',
    applies: has('class before TTL'),
  },
  {
    program: 'ldns-read-zone',
    reason: 'directives in lower case are read by BIND and Knot',
    applies: has('directive in lower case'),
  },
  { program: 'ldns-read-zone', reason: 'ldns has no $GENERATE', applies: textHas(/^\$GENERATE/m) },
  {
    program: 'ldns-read-zone',
    reason: 'without $TTL, ldns takes one hour instead of the last TTL or the minimum (RFC 1035 §5.1, RFC 2308 §4)',
    applies: (comparison) =>
      weSay(/no TTL, and none/)(comparison) || all(differsIn(/./), textHas(/^(?!\$TTL)/i))(comparison),
  },
  { program: 'ldns-read-zone', reason: 'ldns keeps the first of several SOA', applies: differsIn(/ 6 \d+ /) },
  {
    program: 'ldns-read-zone',
    reason: 'ldns takes an @ in front of other characters for the origin',
    applies: all(differsIn(/./), textHas(/^@\S/m)),
  },
  {
    program: 'ldns-read-zone',
    reason:
      'ldns skips what it does not know or cannot finish: quotes, parentheses, types, directives, classes, owners',
    applies: weSay(
      /unbalanced quotes|parenthesis|expected a type|no type of zone data|directive|unexpected text|no owner|class CH/,
    ),
  },
  {
    program: 'ldns-read-zone',
    reason: 'ldns checks neither sizes of digests nor ranges of numbers, prefixes, angles, bitmaps and parameters',
    applies: weSay(/has \d+ octets|hex digits|expected |is there twice|bad value|is missing|does not name|a TTL up to/),
  },
  {
    program: 'ldns-read-zone',
    reason: 'ldns wants a key in IPSECKEY, and does not resolve escapes in SvcParams',
    applies: textHas(/IPSECKEY \d+ \d 0 \S+\n|ech=\S*\\/),
  },
  {
    program: 'ldns-read-zone',
    reason: 'ldns takes a quote inside a word as part of it',
    applies: all(differsIn(/./), textHas(/(?:SPF|TXT) .* [^"\s]+"/)),
  },
  { program: 'kzonecheck', reason: 'Knot does not read CLASS1', applies: textHas(/\bCLASS1\b/) },
  { program: 'kzonecheck', reason: 'Knot reads no line ends of Windows', applies: has('CRLF') },
  {
    program: 'kzonecheck',
    reason: 'RFC 2181 §11: names have octets of any kind; BIND and NSD read them as they are, Knot does not',
    applies: all(({ ours }) => ours.accepted, textHas(/^é A/m)),
  },
  {
    program: 'kzonecheck',
    reason: 'BIND and NSD read an owner in quotes; Knot does not',
    applies: all(({ ours }) => ours.accepted, textHas(/^"a" A/m)),
  },
  {
    program: 'kzonecheck',
    reason: 'RFC 1035 §5.1: text in quotes can have ends of lines; outside parentheses Knot refuses them, NSD does not',
    applies: all(({ ours }) => ours.accepted, textHas(/TXT "[^"\n]*\n[^"\n]*"/)),
  },
  {
    program: 'kzonecheck',
    reason: 'NSD and ldns take 1h30 for an hour and 30 seconds; Knot wants a unit',
    applies: all(({ ours }) => ours.accepted, textHas(/ 1h30 /)),
  },
  { program: 'kzonecheck', reason: 'Knot has no $DATE', applies: textHas(/^\$DATE/m) },
  { program: 'kzonecheck', reason: 'Knot has no $GENERATE', applies: textHas(/^\$GENERATE/m) },
  {
    program: 'kzonecheck',
    reason: 'Knot takes records before any TTL with one hour',
    applies: weSay(/no TTL, and none/),
  },
  {
    program: 'kzonecheck',
    reason: 'Knot takes glue that is missing for an error; other servers load the zone and warn',
    applies: theySay(/missing glue/),
  },
  {
    program: 'kzonecheck',
    reason: 'Knot keeps one of several SOA, and drops those below the apex',
    applies: weSay(/SOA/),
  },
  {
    program: 'kzonecheck',
    reason: 'RFC 7301 §3.1: a protocol has 1 to 255 octets; Knot refuses one octet in front of a comma',
    applies: all(({ ours }) => ours.accepted, textHas(/alpn=(?:\S*,)?"?[^,\s"],/)),
  },
  { program: 'kzonecheck', reason: 'RFC 4035 §2.4: no DS at the apex', applies: weSay(/belongs to the parent/) },
  {
    program: 'kzonecheck',
    reason: 'Knot is lenient: a TTL of 32 bits, an escape over 255, a longer string (split), opaque data, CAA tags',
    applies: weSay(/TTL up to|expected a name as owner|at most 255 octets|octets are no|expected a tag|digest of type/),
  },
];

const { programs, missing } = zonePrograms();
for (const name of missing) {
  test(`zone files beside ${name}`, { skip: `${name} is not installed` }, () => assert.ok(name));
}

for (const program of programs) {
  const met = new Set<Exception>();

  test(`${program.name}: zones whose verdict is known`, async () => {
    const zones = zoneCases.map((zone) => ({ ...zone, features: [] }));
    await compareAll(program, zones, met);
  });

  test(`${program.name}: ${CORPUS} generated zones, a third of them damaged`, async () => {
    await compareAll(program, zoneCorpus(CORPUS, SEED), met);
  });

  test(`${program.name}: every exception is still needed`, () => {
    const idle = exceptions.filter((exception) => exception.program === program.name && !met.has(exception));
    assert.deepEqual(
      idle.map(({ reason }) => reason),
      [],
    );
  });
}

for (const program of programs.filter(({ name }) => name !== 'kzonecheck')) {
  test(`${program.name} reads what we wrote, record by record`, async () => {
    for (const zone of zoneCorpus(60, SEED + 1).filter(({ damaged }) => !damaged)) {
      const written = [...writeZone(readZone(zone.text, { origin }), { origin, defaultTtl: 3600 })].join('');
      const verdict = await program.read(written, folder);
      assert.ok(verdict.accepted, `${zone.what}: ${verdict.said}`);
      assert.deepEqual(zoneContent(verdict.text!), zoneContent(zone.text), zone.what);
    }
  });
}

type Zone = Pick<Comparison, 'what' | 'text' | 'features'>;

async function compareAll(program: ZoneProgram, zones: readonly Zone[], met: Set<Exception>): Promise<void> {
  const known = exceptions.filter((exception) => exception.program === program.name);
  const wrong: string[] = [];
  let same = 0;
  for (const zone of zones) {
    const comparison = compare(program, zone, await program.read(zone.text, folder));
    if (comparison === undefined) {
      same += 1;
      continue;
    }
    const found = known.filter(({ applies }) => applies(comparison));
    for (const exception of found) met.add(exception);
    if (found.length === 0) wrong.push(describe(comparison));
  }
  assert.deepEqual(wrong, []);
  assert.ok(same > zones.length / 3, `only ${same} zones were the same`);
}

/** Undefined when both say the same of the zone. */
function compare(program: ZoneProgram, zone: Zone, verdict: Verdict): Comparison | undefined {
  const mine = judge(zone.text);
  const expected = program.checks ? mine.accepted : mine.reads;
  const readBoth = expected && verdict.accepted && verdict.text !== undefined;
  const difference = readBoth ? firstDifference(zone.text, verdict.text!) : '';
  if (verdict.accepted === expected && difference === '') return undefined;
  return { ...zone, ours: mine, theirs: verdict, difference };
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
