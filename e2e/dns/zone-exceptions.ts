/** Where BIND, ldns, Knot and NSD disagree with our zone reader and checks, each with its reason. */
import type { Verdict, ZoneProgram } from './zone-readers.ts';

/** Our verdict; `reads` without the checks of the whole zone. */
export interface OurVerdict {
  readonly reads: boolean;
  readonly accepted: boolean;
  readonly said: string;
}

/** One zone held against one program. */
export interface Comparison {
  readonly what: string;
  readonly text: string;
  readonly ours: OurVerdict;
  readonly theirs: Verdict;
  /** Both accept it, but read other records; empty otherwise. */
  readonly difference: string;
}

/** Where a program disagrees with us, and why that is right. Each must be met at least once. */
export type ZoneException = {
  readonly program: ZoneProgram['name'];
  readonly reason: string;
} & (
  | {
      /** The whole zone is excused. */
      readonly applies: Test;
    }
  | {
      /** The zone in words that the program knows: of that one, both must say the same. */
      readonly rewrite: (zone: string) => string;
    }
);

type Test = (comparison: Comparison) => boolean;

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

/** The zone with the TTL that these programs take when there is none. */
function withTtl(zone: string): string {
  return /^\$TTL/i.test(zone) ? zone : `$TTL 3600\n${zone}`;
}

export const zoneExceptions: readonly ZoneException[] = [
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
  {
    program: 'ldns-read-zone',
    reason: 'RFC 1035 §5.1: quotes are around strings; ldns takes those around a name for a part of it',
    applies: all(({ theirs }) => theirs.accepted, weSay(/expected a name, got a quoted string/)),
  },
  { program: 'ldns-read-zone', reason: 'BIND and Knot refuse NUL; ldns does not', applies: weSay(/NUL octet/) },
  {
    program: 'ldns-read-zone',
    reason: 'RFC 1035 §5.1 has the class before the TTL too; ldns does not',
    rewrite: (zone) => zone.replaceAll(/(\s)(IN|CLASS1)(\s+)(300|0|1h30m)(?=\s)/gi, '$1$4$3$2'),
  },
  {
    program: 'ldns-read-zone',
    reason: 'directives in lower case are read by BIND and Knot',
    rewrite: (zone) => zone.replaceAll(/^\$[a-z]+/gm, (directive) => directive.toUpperCase()),
  },
  { program: 'ldns-read-zone', reason: 'ldns has no $GENERATE', applies: textHas(/^\$GENERATE/m) },
  {
    program: 'ldns-read-zone',
    reason: 'without $TTL, ldns takes one hour instead of the last TTL or the minimum (RFC 1035 §5.1, RFC 2308 §4)',
    rewrite: withTtl,
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
    applies: all(
      ({ theirs }) => theirs.accepted,
      weSay(/unbalanced|parenthesis|expected a type|no type of zone data|directive|unexpected text|no owner|class CH/),
    ),
  },
  {
    program: 'ldns-read-zone',
    reason: 'ldns checks neither sizes of digests nor ranges of numbers, prefixes, angles, bitmaps and parameters',
    applies: all(
      ({ theirs }) => theirs.accepted,
      weSay(/digest of type|hex digits|number up to (?:90|65535)|\[!\]1:|twice|bad value|missing|not name|TTL up to/),
    ),
  },
  {
    program: 'ldns-read-zone',
    reason: 'RFC 1035 §2.3.4: a name has at most 255 octets; ldns takes 256 as owner',
    applies: all(({ theirs }) => theirs.accepted, weSay(/expected a name as owner/)),
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
  {
    program: 'kzonecheck',
    reason: 'Knot does not read CLASS1',
    rewrite: (zone) => zone.replaceAll(/\sCLASS1(?=\s)/g, ' IN'),
  },
  {
    program: 'kzonecheck',
    reason: 'Knot reads no line ends of Windows',
    rewrite: (zone) => zone.replaceAll('\r\n', '\n'),
  },
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
  {
    program: 'kzonecheck',
    reason: 'Knot refuses a quote inside a word',
    applies: all(({ ours }) => ours.accepted, textHas(/ (?:SPF|TXT) .* [^"\s]+"/)),
  },
  { program: 'kzonecheck', reason: 'Knot has no $DATE', applies: textHas(/^\$DATE/m) },
  { program: 'kzonecheck', reason: 'Knot has no $GENERATE', applies: textHas(/^\$GENERATE/m) },
  { program: 'kzonecheck', reason: 'Knot takes records before any TTL with one hour', rewrite: withTtl },
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
  {
    program: 'nsd-checkzone',
    reason: 'RFC 8659 §4.1: tags of CAA have capitals, too; NSD 4.6 refuses them',
    rewrite: (zone) =>
      zone.replaceAll(
        /((?:CAA|TYPE257)[\s(]+\d+ (?:; comment "\(\n)?)(\S+)/gi,
        (_all, before: string, tag: string) => before + tag.toLowerCase(),
      ),
  },
  {
    program: 'nsd-checkzone',
    reason: 'RFC 4408 §3.1.1: SPF is like TXT; NSD 4.6 reads its first string alone',
    rewrite: (zone) => zone.replaceAll(/(\s)(?:SPF|TYPE99)(?=\s)/gi, '$1TXT'),
  },
  {
    program: 'nsd-checkzone',
    reason: 'before any TTL, NSD takes one hour instead of the last TTL or the minimum (RFC 1035 §5.1, RFC 2308 §4)',
    rewrite: withTtl,
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD has neither $GENERATE nor $DATE',
    applies: textHas(/^\$(?:GENERATE|DATE)/m),
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD refuses records outside the zone; BIND leaves them out',
    applies: theySay(/out of zone data/),
  },
  {
    program: 'nsd-checkzone',
    reason: 'RFC 4034 §3.2: times of signatures can be numbers; NSD 4.6 wants dates',
    applies: theySay(/date and time is expected/),
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD takes SOA that differ in case for two',
    applies: all(({ ours }) => ours.accepted, theySay(/SOA record was already encountered/)),
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD looks at SOA, CNAME and DNAME when it reads; our reader does not, but our checks refuse those zones',
    applies: all(({ ours }) => ours.reads && !ours.accepted, theySay(/ SOA |SOA record|CNAME|DNAME/)),
  },
  {
    program: 'nsd-checkzone',
    reason: 'RFC 2181 §8: NSD takes a TTL over 31 bits as one hour',
    applies: weSay(/a TTL up to/),
  },
  { program: 'nsd-checkzone', reason: 'NSD takes the apex for an owner that is missing', applies: weSay(/no owner/) },
  { program: 'nsd-checkzone', reason: 'NSD closes parentheses at the end', applies: weSay(/unclosed parenthesis/) },
  { program: 'nsd-checkzone', reason: 'BIND and Knot refuse NUL; NSD does not', applies: weSay(/NUL octet/) },
  {
    program: 'nsd-checkzone',
    reason: 'RFC 1035 §5.1: an escape is three digits up to 255, or one character; NSD takes others for the characters',
    applies: all(
      weSay(/bad escape|expected a name as owner|expected an IPv6 address/),
      textHas(/\\(?:25[6-9]|[6-9]\d\d|\d\d")/),
    ),
  },
  {
    program: 'nsd-checkzone',
    reason: 'RFC 9460 §7.3, RFC 9848 §3: no escapes in hints and ech; NSD resolves them',
    applies: weSay(/takes no escapes/),
  },
  {
    program: 'nsd-checkzone',
    reason: 'RFC 6891 §6.1.1: no OPT in zones; NSD loads it',
    applies: weSay(/OPT is no type of zone/),
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD takes opaque data as it is',
    applies: weSay(/RDATA has \d+ octets, not the|octets are no/),
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD checks no sizes of digests and hashes',
    applies: weSay(/a digest of type \d has|a hashed name has/),
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD checks neither degrees nor signs of numbers, and takes one digit in a group of EUI-64',
    applies: weSay(/expected a number up to (?:90, got "91"|65535, got "-1")|8 pairs of hex digits/),
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD 4.6 takes the dot behind an escaped backslash for a part of the label',
    applies: all(differsIn(/5c/), textHas(/^\S*\\\\\./m)),
  },
  {
    program: 'nsd-checkzone',
    reason: 'RFC 1035 §5.1: quotes are around strings; NSD 4.6 reads them around any field, BIND and Knot do not',
    applies: all(({ theirs }) => theirs.accepted, weSay(/got a quoted string/)),
  },
  {
    program: 'nsd-checkzone',
    reason: 'NSD refuses a quote inside a word',
    applies: all(theySay(/syntax error/), textHas(/ (?:SPF|TXT) .* [^"\s]+"/)),
  },
];
