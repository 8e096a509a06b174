/** Turns the tokens of one entry into a record: owner, TTL and class in any order, type, RDATA (RFC 1035 §5.1). */
import { TextReader, decodeAs, parseSeconds, readRdata, soa, type TokenList } from '../rdata/index.ts';
import { DNSName, RType, isMetaType, parseRClass, parseRType, rclassName, rtypeName } from '../wire/index.ts';
import type { ZoneReadSettings, ZoneRecord } from './options.ts';
import type { ZoneSource } from './zone-source.ts';

/** U+FEFF in UTF-8: what some editors put in front of a file, and nobody's name. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** TTLs have 31 bits (RFC 2181 §8). */
const TTL_MAX = 0x7fff_ffff;

/** A mistake at one token of the entry. */
export interface EntryProblem {
  readonly message: string;
  /** Which token. */
  readonly index: number;
}

/** Keeps what one record inherits from those before it, in this file and others: TTLs. */
export class RecordParser {
  /** Set when `parse` returned undefined. */
  problem: EntryProblem | undefined;
  /** Seconds, from $TTL. */
  defaultTtl: number | undefined;
  #lastTtl: number | undefined;
  readonly #rclass: number;
  #ownerText = '';
  #ownerOrigin: DNSName | undefined;
  #ownerName: DNSName | undefined;

  constructor({ defaultTtl, rclass }: ZoneReadSettings) {
    this.defaultTtl = defaultTtl;
    this.#rclass = rclass;
  }

  /** The record that the tokens spell; undefined, and `problem` says why, when they spell none. */
  parse(tokens: TokenList, source: ZoneSource, line: number): ZoneRecord | undefined {
    let index = tokens.leadingBlank ? 0 : 1;
    if (index === 1) source.owner = this.#owner(tokens, source.origin);
    const { owner } = source;
    if (owner === undefined) return this.#fail(index === 1 ? ownerProblem(tokens) : 'no owner to inherit', 0);
    let ttl: number | undefined;
    let hasClass = false;
    for (; index < tokens.count; index += 1) {
      const text = tokens.text(index);
      if (tokens.isQuoted(index)) return this.#fail('expected a type, got a quoted string', index);
      if (ttl === undefined && isDigit(text.charCodeAt(0))) {
        ttl = parseTtl(text);
        if (ttl === undefined) return this.#fail(`expected a TTL up to ${TTL_MAX}, got "${text}"`, index);
        continue;
      }
      const rclass = hasClass ? undefined : parseClass(text);
      if (rclass === undefined) break;
      if (rclass !== this.#rclass) return this.#fail(`class ${rclassName(rclass)} in a zone of another class`, index);
      hasClass = true;
    }
    if (index === tokens.count) return this.#fail('expected a type, got the end of the record', index - 1);
    const type = parseRType(tokens.text(index));
    if (type === undefined) return this.#fail(`expected a type, got "${tokens.text(index)}"`, index);
    if (isMetaType(type)) return this.#fail(`${rtypeName(type)} is no type of zone data`, index);
    const reader = new TextReader(tokens, source.origin, { at: index + 1, octets: true });
    const rdata = readRdata(type, this.#rclass, reader);
    if (rdata === undefined) return this.#fail(reader.problem!, reader.index - 1);
    const inherited = ttl ?? this.#inheritedTtl(type, rdata);
    if (inherited === undefined) return this.#fail('no TTL, and none before it to inherit', index);
    this.#lastTtl = inherited;
    return { owner, type, class: this.#rclass, ttl: inherited, rdata, file: source.file, line };
  }

  /** In quotes or not, as BIND and NSD have it. */
  #owner(tokens: TokenList, origin: DNSName): DNSName | undefined {
    const text = tokens.text(0);
    if (text === this.#ownerText && origin === this.#ownerOrigin) return this.#ownerName;
    this.#ownerText = text;
    this.#ownerOrigin = origin;
    this.#ownerName = text.startsWith(BYTE_ORDER_MARK) ? undefined : DNSName.parseOctets(text, origin);
    return this.#ownerName;
  }

  #inheritedTtl(type: number, rdata: Uint8Array): number | undefined {
    const ttl = this.defaultTtl ?? this.#lastTtl;
    if (ttl !== undefined || type !== RType.SOA) return ttl;
    const minimum = decodeAs(soa, rdata)?.minimum;
    return minimum === undefined ? undefined : Math.min(minimum, TTL_MAX);
  }

  #fail(message: string, index: number): undefined {
    this.problem = { message, index: Math.max(0, index) };
    return undefined;
  }
}

function ownerProblem(tokens: TokenList): string {
  return tokens.text(0).startsWith(BYTE_ORDER_MARK) ? 'a byte order mark' : 'expected a name as owner';
}

/** Seconds up to 2^31 - 1, as a number or like `1h30m`. */
export function parseTtl(text: string): number | undefined {
  const ttl = parseSeconds(text);
  return ttl === undefined || ttl > TTL_MAX ? undefined : ttl;
}

/** The class that a token names; no type has such a name. */
function parseClass(text: string): number | undefined {
  if (text === 'IN') return 1;
  const first = text.charCodeAt(0) | 0x20;
  // i, c, h: IN, CH, CLASSn, HS. ANY and NONE are no classes of data.
  return first === 0x69 || first === 0x63 || first === 0x68 ? parseRClass(text) : undefined;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
