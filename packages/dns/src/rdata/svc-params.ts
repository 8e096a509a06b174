/** SvcParams of SVCB and HTTPS records: each registered key's value in text and wire (RFC 9460 §7 and appendix A). */
import { isUtf8 } from 'node:buffer';
import { IPAddress } from '../inet/index.ts';
import { formatBase64, parseBase64 } from './base-encodings.ts';
import { parseNumber } from './times.ts';

/** SvcParamKeys by name (IANA "DNS SVCB Service Parameter Keys"). */
export const SvcParamKey = {
  mandatory: 0,
  alpn: 1,
  'no-default-alpn': 2,
  port: 3,
  ipv4hint: 4,
  ech: 5,
  ipv6hint: 6,
  dohpath: 7,
  ohttp: 8,
  'tls-supported-groups': 9,
  docpath: 10,
  pvd: 11,
  oots: 12,
} as const;

/** Never used, so that a list of keys can end in it (RFC 9460 §14.3.2). */
export const SVC_PARAM_KEY_INVALID = 65_535;
/** Weights of oots are per cent in text. */
const WEIGHT_MAX = 100;

/** How the value of one key is written. Text is octets with the string escapes already resolved. */
export interface SvcParamFormat {
  /** Wire value; undefined when the text is wrong. */
  parse(text: Uint8Array): Uint8Array | undefined;
  /** Text of a wire value, which `parse` may refuse; undefined when the octets are malformed. */
  format(wire: Uint8Array): Uint8Array | undefined;
  /** The text never needs quotes, and must not have escapes (RFC 9460 §7.2, §7.3, §8): digits, letters, `,.:`. */
  readonly plain: boolean;
}

const opaque: SvcParamFormat = { parse: (text) => text, format: (wire) => wire, plain: false };
const empty: SvcParamFormat = {
  parse: (text) => (text.length === 0 ? text : undefined),
  format: (wire) => (wire.length === 0 ? wire : undefined),
  plain: true,
};

const port: SvcParamFormat = {
  plain: true,
  parse: parseU16,
  format: (wire) => (wire.length === 2 ? ascii(formatU16(wire)) : undefined),
};

/** What stands in the braces of a URI template (RFC 6570 §2.2 to §2.4): an operator, then variables with modifiers. */
const EXPRESSION = (() => {
  const character = String.raw`(?:\w|%[\dA-Fa-f]{2})`;
  const variable = String.raw`${character}(?:\.?${character})*(?::[1-9]\d{0,3}|\*)?`;
  return new RegExp(`^[+#./;?&]?(${variable}(?:,${variable})*)$`);
})();

/** RFC 9461 §5: a URI template in UTF-8, relative to the origin, with the variable `dns`. */
const dohpath: SvcParamFormat = { parse: template, format: template, plain: false };

const FORMATS = new Map<number, SvcParamFormat>([
  [0, list(2, parseKeyOctets, (octets) => svcParamKeyName((octets[0]! << 8) | octets[1]!))],
  [1, strings(1)],
  [2, empty],
  [3, port],
  [4, list(4, (text) => parseAddress(text, 4), formatAddress)],
  [5, { parse: parseEch, format: (wire) => (wire.length === 0 ? undefined : ascii(formatBase64(wire))), plain: true }],
  [6, list(16, (text) => parseAddress(text, 6), formatAddress)],
  [7, dohpath],
  [8, empty],
  [9, distinct(list(2, parseU16, formatU16))],
  [10, strings(0)],
  [11, empty],
  [12, weightedStrings()],
]);

/** The format of a key's value; keys without one have any octets. */
export function svcParamFormat(key: number): SvcParamFormat {
  return FORMATS.get(key) ?? opaque;
}

const NAMES = new Map<number, string>(Object.entries(SvcParamKey).map(([name, key]) => [key, name]));
const KEYS = new Map<string, number>(Object.entries(SvcParamKey));

/** The name of a SvcParamKey, `key65280` when there is none (RFC 9460 §2.1). */
export function svcParamKeyName(key: number): string {
  return NAMES.get(key) ?? `key${key}`;
}

/** The key that a name or `keyNNNNN` stands for; 65535 is never valid (RFC 9460 §14.3). */
export function parseSvcParamKey(text: string): number | undefined {
  const digits = /^key(0|[1-9]\d{0,4})$/.exec(text)?.[1];
  return digits === undefined ? KEYS.get(text) : parseNumber(digits, SVC_PARAM_KEY_INVALID - 1);
}

/** A comma-separated list of values of a fixed size, at least one. Mandatory keys come out sorted. */
function list(
  size: number,
  parseItem: (text: Uint8Array) => Uint8Array | undefined,
  formatItem: (octets: Uint8Array) => string,
): SvcParamFormat {
  return {
    plain: true,
    parse: (text) => {
      const items = split(text).map(parseItem);
      return items.every((item) => item !== undefined) ? Buffer.concat(items) : undefined;
    },
    format: (wire) => {
      if (wire.length === 0 || wire.length % size !== 0) return undefined;
      const items = Array.from({ length: wire.length / size }, (_, i) =>
        formatItem(wire.subarray(i * size, (i + 1) * size)),
      );
      return ascii(items.join(','));
    },
  };
}

/** A list of 16-bit values with none twice (draft-ietf-tls-key-share-prediction §3.1). */
function distinct(format: SvcParamFormat): SvcParamFormat {
  const isDistinct = (wire: Uint8Array): boolean => {
    const values = Array.from({ length: wire.length >> 1 }, (_, i) => (wire[2 * i]! << 8) | wire[2 * i + 1]!);
    return new Set(values).size === values.length;
  };
  return { ...format, format: (wire) => (isDistinct(wire) ? format.format(wire) : undefined) };
}

/** Length-prefixed strings, in text separated by commas; `\,` and `\\` stand inside one (RFC 9460 appendix A.1). */
function strings(min: number): SvcParamFormat {
  return {
    plain: false,
    parse: (text) => {
      const items = text.length === 0 ? [] : splitEscaped(text);
      if (items === undefined || items.length < min) return undefined;
      const parts = items.flatMap((item) => [Uint8Array.of(item.length), item]);
      return items.every((item) => item.length > 0 && item.length <= 255) ? Buffer.concat(parts) : undefined;
    },
    format: (wire) => {
      const items: string[] = [];
      for (let at = 0; at < wire.length; at += wire[at]! + 1) {
        const item = wire.subarray(at + 1, at + 1 + wire[at]!);
        if (item.length === 0 || item.length !== wire[at]) return undefined;
        items.push(escapeItem(item));
      }
      return items.length < min ? undefined : ascii(items.join(','));
    },
  };
}

/** Protocols, none twice, each a length-prefixed string with its weight in an octet behind; in text `dot:80,doh:20`,
 *  escaped as other strings (draft-johani-dnsop-svcb-oots §2.1). An octet over 100 counts as 100, is never malformed,
 *  and is nothing that text may have. */
function weightedStrings(): SvcParamFormat {
  return {
    plain: false,
    parse: (text) => {
      const parts = splitEscaped(text)?.map((item) => {
        const colon = item.lastIndexOf(0x3a);
        const weight = colon < 1 || colon > 255 ? undefined : parseNumber(latin1(item.subarray(colon + 1)), WEIGHT_MAX);
        return weight === undefined ? undefined : Uint8Array.of(colon, ...item.subarray(0, colon), weight);
      });
      return parts?.every((part) => part !== undefined) ? Buffer.concat(parts) : undefined;
    },
    format: (wire) => {
      const weights = new Map<string, number>();
      for (let at = 0; at < wire.length; at += wire[at]! + 2) {
        const item = wire.subarray(at + 1, at + 1 + wire[at]!);
        const protocol = escapeItem(item);
        const weight = wire[at + 1 + item.length];
        if (item.length === 0 || weight === undefined || weights.has(protocol)) return undefined;
        weights.set(protocol, weight);
      }
      return weights.size === 0 ? undefined : ascii([...weights].map((pair) => pair.join(':')).join(','));
    },
  };
}

/** A string within a list: `\,` and `\\` stand for themselves. */
function escapeItem(item: Uint8Array): string {
  return latin1(item).replaceAll(/[\\,]/g, '\\$&');
}

function split(text: Uint8Array): Uint8Array[] {
  return latin1(text).split(',').map(ascii);
}

function splitEscaped(text: Uint8Array): Uint8Array[] | undefined {
  const items: number[][] = [[]];
  for (let at = 0; at < text.length; at += 1) {
    const octet = text[at]!;
    if (octet === 0x2c) items.push([]);
    else if (octet !== 0x5c) items.at(-1)!.push(octet);
    else {
      at += 1;
      if (text[at] !== 0x2c && text[at] !== 0x5c) return undefined;
      items.at(-1)!.push(text[at]!);
    }
  }
  return items.map((item) => Uint8Array.from(item));
}

function parseKeyOctets(text: Uint8Array): Uint8Array | undefined {
  const key = parseSvcParamKey(latin1(text));
  return key === undefined ? undefined : Uint8Array.of(key >> 8, key);
}

function parseU16(text: Uint8Array): Uint8Array | undefined {
  const value = parseNumber(latin1(text), 0xffff);
  return value === undefined ? undefined : Uint8Array.of(value >> 8, value);
}

function formatU16(octets: Uint8Array): string {
  return String((octets[0]! << 8) | octets[1]!);
}

function parseAddress(text: Uint8Array, family: 4 | 6): Uint8Array | undefined {
  const address = IPAddress.parse(latin1(text));
  return address?.family === family && address.scope === undefined ? address.octets : undefined;
}

function formatAddress(octets: Uint8Array): string {
  return IPAddress.fromOctets(octets).toString();
}

function parseEch(text: Uint8Array): Uint8Array | undefined {
  const wire = parseBase64(latin1(text));
  return wire === undefined || wire.length === 0 ? undefined : wire;
}

function template(octets: Uint8Array): Uint8Array | undefined {
  const text = latin1(octets);
  if (!text.startsWith('/') || !isUtf8(octets)) return undefined;
  let hasDns = false;
  // One step at a time: an expression over the whole text would take quadratic time for what a peer can send.
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open)) {
    const end = text.indexOf('}', open);
    const variables = end < 0 ? undefined : EXPRESSION.exec(text.slice(open + 1, end))?.[1];
    if (variables === undefined) return undefined;
    hasDns ||= variables.split(',').some((variable) => /^dns(?:[:*]|$)/.test(variable));
    open = end;
  }
  return hasDns ? octets : undefined;
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
