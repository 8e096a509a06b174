/** Zone files for holding readers against each other: good ones in every style of writing, and wrong ones. */
import * as fc from 'fast-check';
import { encodeRdata, findCodec, formatRdata } from '@span53/dns/rdata';
import { DNSName, parseRType } from '@span53/dns/wire';
import { arbitraryValue } from './arbitrary-rdata.ts';
import { seededRandom } from './sim-network.ts';

/** Ways of writing that RFC 1035 and RFC 3597 allow, and that some readers do not know. */
export const zoneFeatures = [
  'owner in capitals',
  'owner left out',
  'owner absolute',
  'class before TTL',
  'class in lower case',
  'CLASS1',
  'type in lower case',
  'TYPEn',
  'directive in lower case',
  'TTL with units',
  'TTL 0',
  'tabs',
  'several spaces',
  'opaque data',
  'parentheses',
  'line breaks',
  'comments in parentheses',
  'CRLF',
  '$ORIGIN',
  'SOA times with units',
  'no newline at the end',
  'blank lines and comments',
  'escapes in names',
  'unquoted strings',
] as const;
export type ZoneFeature = (typeof zoneFeatures)[number];

/** One zone file; its origin is `example.com.` */
export interface CorpusZone {
  readonly what: string;
  readonly text: string;
  /** What the text shows off, whether or not it was damaged. */
  readonly features: readonly ZoneFeature[];
  /** A change was made that makes most zones wrong. */
  readonly damaged: boolean;
}

/** Types that BIND, ldns and Knot all know, with their text forms of 2022. */
const TYPES = (
  'A AAAA NS CNAME PTR HINFO MX TXT RP AFSDB RT KEY LOC SRV NAPTR KX CERT DNAME APL DS SSHFP IPSECKEY DHCID ' +
  'TLSA SMIMEA CDS CDNSKEY OPENPGPKEY CSYNC SVCB HTTPS SPF NID L32 L64 LP EUI48 EUI64 URI CAA TYPE65280'
).split(' ');
/** At one name there is one of these, and little else. */
const ALONE: ReadonlySet<string> = new Set(['CNAME', 'DNAME', 'NS', 'DS']);

/** `count` zones: two of three good, one of three damaged. The same for a seed. */
export function zoneCorpus(count: number, seed: number): CorpusZone[] {
  return Array.from({ length: count }, (_, index) => {
    const zone = new ZoneWriter(index, seed);
    return index % 3 === 2 ? zone.damaged() : zone.good();
  });
}

class ZoneWriter {
  readonly #index: number;
  readonly #seed: number;
  readonly #random: () => number;
  readonly #features: Set<ZoneFeature>;

  /** Every feature has its turn; some zones have two, some none. */
  constructor(index: number, seed: number) {
    this.#index = index;
    this.#seed = seed * 100_000 + index;
    this.#random = seededRandom(this.#seed);
    const first = zoneFeatures[Math.floor(index / 3) % (zoneFeatures.length + 1)];
    const second = zoneFeatures[this.#below(zoneFeatures.length * 2)];
    this.#features = new Set([first, second].filter((feature) => feature !== undefined));
  }

  good(): CorpusZone {
    return this.#zone(`zone ${this.#index}`, this.#write(), false);
  }

  damaged(): CorpusZone {
    const { what, text } = this.#damage(this.#write());
    return this.#zone(`zone ${this.#index}, ${what}`, text, true);
  }

  #zone(what: string, text: string, damaged: boolean): CorpusZone {
    return { what, text, features: [...this.#features], damaged };
  }

  #write(): string {
    const times = this.#has('SOA times with units') ? '2h 15m 2w 5m' : '7200 900 1209600 300';
    const lines = [
      this.#has('directive in lower case') ? '$ttl 3600' : '$TTL 3600',
      `@ IN SOA ns ${this.#has('escapes in names') ? 'a\\.b' : 'admin'} ${this.#below(99)} ${times}`,
      '@ IN NS ns',
      'ns IN A 192.0.2.1',
    ];
    const count = 4 + this.#below(10);
    for (let i = 0; i < count; i += 1) lines.push(...this.#rrset(i));
    const text = `${lines.join('\n')}${this.#has('no newline at the end') ? '' : '\n'}`;
    return this.#has('CRLF') ? text.replaceAll('\n', '\r\n') : text;
  }

  /** One to three records of one type at a name. */
  #rrset(index: number): string[] {
    const mnemonic = this.#pick(TYPES);
    const host = `${this.#pick(ALONE.has(mnemonic) ? ['a.b', 'x'] : ['www', 'a.b', '*.w', '_x._tcp'])}${index}`;
    const label = this.#has('escapes in names') ? `\\120\\.${host}` : host;
    const owner = this.#has('owner absolute') ? `${label}.example.com.` : label;
    const ttl = this.#has('TTL with units') ? '1h30m' : this.#has('TTL 0') ? '0' : this.#pick(['', '300']);
    const count = ALONE.has(mnemonic) ? 1 : 1 + this.#below(3);
    const lines = Array.from({ length: count }, (_, i) => {
      const isBlank = i > 0 && this.#has('owner left out');
      const name = isBlank ? '' : this.#has('owner in capitals') ? owner.toUpperCase() : owner;
      const words = [...this.#ttlAndClass(ttl), this.#type(mnemonic), this.#data(mnemonic, i)];
      return [name, ...words].join(this.#has('tabs') ? '\t' : this.#has('several spaces') ? '   ' : ' ');
    });
    if (this.#has('$ORIGIN')) return [`$ORIGIN o${index}.example.com.`, ...lines, '$ORIGIN example.com.'];
    return this.#has('blank lines and comments')
      ? ['', `; ${mnemonic} "(`, ...lines.map((line) => `${line} ; ")`)]
      : lines;
  }

  #ttlAndClass(ttl: string): string[] {
    const rclass = this.#has('CLASS1') ? 'CLASS1' : this.#has('class in lower case') ? 'in' : 'IN';
    const words = this.#has('class before TTL') ? [rclass, ttl] : [ttl, rclass];
    return words.filter((word) => word !== '');
  }

  #type(mnemonic: string): string {
    if (this.#has('TYPEn')) return typeNumber(mnemonic);
    return this.#has('type in lower case') ? mnemonic.toLowerCase() : mnemonic;
  }

  #data(mnemonic: string, index: number): string {
    const type = parseRType(mnemonic)!;
    const codec = findCodec(type);
    if (codec === undefined) return '\\# 3 abcdef';
    const [value] = fc.sample(arbitraryValue(codec), { numRuns: 1, seed: this.#seed * 16 + index });
    const wire = encodeRdata(codec, plain(mnemonic, value));
    if (this.#has('opaque data')) return `\\# ${wire.length} ${Buffer.from(wire).toString('hex')}`.trimEnd();
    return this.#spread(mnemonic, formatRdata(type, wire));
  }

  /** The same data in parentheses, over several lines, with comments, without quotes. */
  #spread(mnemonic: string, text: string): string {
    if (mnemonic === 'TXT' && this.#has('unquoted strings')) return 'v=spf1 include:_spf.example.com -all';
    if (text.includes('"') || text === '') return text;
    if (this.#has('comments in parentheses')) return `( ${text.replaceAll(' ', ' ; comment "(\n')} )`;
    if (this.#has('line breaks')) return `(\n${text.replaceAll(' ', '\n\t')}\n)`;
    return this.#has('parentheses') ? `(${text})` : text;
  }

  #damage(text: string): { what: string; text: string } {
    const at = this.#below(text.length);
    const lines = text.split('\n');
    const line = this.#below(lines.length);
    switch (this.#below(6)) {
      case 0:
        return { what: `without octet ${at}`, text: text.slice(0, at) + text.slice(at + 1) };
      case 1: {
        const char = this.#pick(['"', '(', ')', ';', '\\', '.', ' ', '\n', '0', 'x', '$', '@', '-']);
        return { what: `${JSON.stringify(char)} at ${at}`, text: text.slice(0, at) + char + text.slice(at) };
      }
      case 2:
        return { what: `without line ${line + 1}`, text: lines.toSpliced(line, 1).join('\n') };
      case 3:
        return { what: `line ${line + 1} first`, text: [lines[line], ...lines.toSpliced(line, 1)].join('\n') };
      case 4: {
        const words = (lines[line] ?? '').split(/(\s+)/);
        words[this.#below(words.length)] = this.#pick(['65536', '256', '-1', '4294967296', 'a..b', '00', '""', 'IN']);
        return { what: `a word of line ${line + 1} replaced`, text: lines.with(line, words.join('')).join('\n') };
      }
      default:
        return { what: `cut at ${at}`, text: text.slice(0, at) };
    }
  }

  #has(feature: ZoneFeature): boolean {
    return this.#features.has(feature);
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)]!;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

function typeNumber(mnemonic: string): string {
  return mnemonic.startsWith('TYPE') ? mnemonic : `TYPE${parseRType(mnemonic)}`;
}

/** A value that every reader takes; what only some take is held against them in tables. */
function plain(mnemonic: string, value: unknown): unknown {
  const entries = Object.entries(value as Record<string, unknown>).map(([field, content]) => [
    field,
    plainField(`${mnemonic} ${field}`, content),
  ]);
  return Object.fromEntries(entries);
}

/** Fields whose generated content one of the readers refuses, and what stands there instead. */
const INSTEAD: Readonly<Record<string, (content: never) => unknown>> = {
  'IPSECKEY algorithm': () => 2,
  'IPSECKEY publicKey': () => ascii('key'),
  'IPSECKEY gateway': plainGateway,
  'CERT certificateType': () => 1,
  'CSYNC types': () => [1, 2, 28],
  'DS digestType': () => 2,
  'DS digest': () => new Uint8Array(32).fill(0xd5),
  'NAPTR flags': () => ascii('u'),
  'NAPTR regexp': () => ascii('!^.*$!sip:info@example.com!'),
  'SVCB params': plainParams,
  'HTTPS params': plainParams,
};

function plainField(field: string, content: unknown): unknown {
  if (content instanceof DNSName) return plainName(content);
  return INSTEAD[field]?.(content as never) ?? content;
}

/** Without keys that are newer than the readers; strings of letters, as ldns prints them without quotes. */
function plainParams(params: { key: number; value: Uint8Array }[]): unknown {
  const known = params.filter(({ key }) => [1, 3, 4, 5, 6, 667].includes(key));
  const strings = new Map([
    [1, ascii('\x02h2\x02h3')],
    [667, ascii('hello')],
  ]);
  return known.map(({ key, value }) => ({ key, value: strings.get(key) ?? value }));
}

function plainGateway({ type, target }: { type: number; target: unknown }): unknown {
  return { type, target: target instanceof DNSName && type === 3 ? plainName(target) : target };
}

function plainName(name: DNSName): DNSName {
  const labels = name.labels().map((label) => label.map((octet) => 97 + (octet % 26)));
  return DNSName.fromLabels(labels.slice(0, 3), DNSName.of('example.net.'))!;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
