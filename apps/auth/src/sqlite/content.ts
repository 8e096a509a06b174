/** The columns `content` and `prio` of a record: PowerDNS' text form, to and from RDATA. */
import { formatRdata, parseRdata } from '@span53/dns/rdata';
import { DNSName, RType } from '@span53/dns/wire';

/** Types whose first number stands in the column `prio`. */
const WITH_PRIO: ReadonlySet<number> = new Set<number>([RType.MX, RType.SRV]);
/** Types whose content is one or more strings. */
const TEXTS: ReadonlySet<number> = new Set<number>([RType.TXT, RType.SPF]);

/** What is taken for SOA fields that old databases leave out: refresh, retry, expire, minimum (seconds). */
const SOA_DEFAULTS = ['10800', '3600', '604800', '3600'] as const;

/** A row's RDATA as uncompressed wire; undefined when the content is no data of the type. */
export function rdataOfRow(type: number, content: unknown, prio: unknown, zone: DNSName): Uint8Array | undefined {
  if (typeof content !== 'string') return undefined;
  const text = content.trim();
  if (TEXTS.has(type)) return parseTexts(text);
  if (type === RType.SOA) return parse(type, completeSoa(text, zone));
  if (WITH_PRIO.has(type) && typeof prio === 'number') {
    // Databases from before version 3 may have the number in the content as well.
    return parse(type, `${prio} ${text}`) ?? parse(type, text);
  }
  return parse(type, text);
}

/** RDATA as a row has it. `prio` is 0 for types without one. */
export function rowOfRdata(type: number, rdata: Uint8Array): { readonly content: string; readonly prio: number } {
  const content = withoutFinalDots(formatRdata(type, rdata));
  const split = WITH_PRIO.has(type) ? /^(\d+) (.*)$/s.exec(content) : null;
  return split === null ? { content, prio: 0 } : { content: split[2]!, prio: Number(split[1]) };
}

function parse(type: number, text: string): Uint8Array | undefined {
  const rdata = parseRdata(type, text);
  return rdata instanceof Uint8Array ? rdata : undefined;
}

/** A SOA with the fields it lacks: RNAME hostmaster in the zone, serial 0, then the defaults. */
function completeSoa(text: string, zone: DNSName): string {
  const fields = text.split(/\s+/);
  if (fields.length >= 7 || fields[0] === '') return text;
  fields[1] ??= zone.isRoot ? 'hostmaster' : `hostmaster.${zone.toString()}`;
  fields[2] ??= '0';
  for (let at = 3; at < 7; at += 1) fields[at] ??= SOA_DEFAULTS[at - 3]!;
  return fields.join(' ');
}

/**
 * Strings as PowerDNS reads them: quoted ones of any length, split at 255 octets; content that does not begin with a
 * quote is one string as a whole.
 */
function parseTexts(text: string): Uint8Array | undefined {
  if (text.startsWith('\\#')) return parse(RType.TXT, text);
  const octets: number[] = [];
  const source = Buffer.from(text, 'utf8');
  let at = 0;
  do {
    const quoted = source[at] === 0x22;
    const end = readString(source, quoted ? at + 1 : at, quoted, octets);
    if (end === undefined) return undefined;
    at = end;
    while (source[at] === 0x20 || source[at] === 0x09) at += 1;
    if (at < source.length && source[at] !== 0x22) return undefined;
  } while (at < source.length);
  return octets.length > 0xffff ? undefined : Uint8Array.from(octets);
}

/** Appends one string as character-strings; returns the offset behind it, undefined when it does not end well. */
function readString(source: Buffer, from: number, quoted: boolean, octets: number[]): number | undefined {
  let lengthAt = octets.push(0) - 1;
  let at = from;
  for (; at < source.length; at += 1) {
    let octet = source[at]!;
    if (quoted && octet === 0x22) return at + 1;
    if (octet === 0x5c) {
      const escape = /^(?:(\d{3})|(.))/s.exec(source.toString('latin1', at + 1, at + 4));
      if (escape === null) return undefined;
      octet = escape[1] === undefined ? source[at + 1]! : Number(escape[1]);
      at += escape[1] === undefined ? 1 : 3;
      if (octet > 255) return undefined;
    }
    if (octets[lengthAt] === 255) lengthAt = octets.push(0) - 1;
    octets.push(octet);
    octets[lengthAt]! += 1;
  }
  return quoted ? undefined : at;
}

/** Presentation text with the final dot of every name taken off; quoted strings and the root name stay. */
function withoutFinalDots(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|(?:[^\s"\\]|\\.)+/gs, (token) =>
    token.length > 1 && /[^\\]\.$|\\\\\.$/.test(token) && !token.startsWith('"') ? token.slice(0, -1) : token,
  );
}
