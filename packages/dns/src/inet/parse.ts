const ZERO = 48;
const COLON = 58;
const DOT = 46;

/** Parses a dotted quad (RFC 6943 §3.1.1 strict form: four decimal numbers without leading zeros) into an unsigned
 *  32-bit number. Listeners call it for every packet, so it walks the characters once and makes no object. -1 when the
 *  text is no IPv4 address. */
export function parseV4(text: string): number {
  return text.length > 15 ? -1 : readV4(text, 0);
}

/** Parses the text forms of RFC 4291 §2.2 (no scope): `undefined` when the text is no IPv6 address. */
export function parseV6(text: string): Uint8Array | undefined {
  if (text.length < 2 || text.length > 45) return undefined;
  const octets = new Uint8Array(16);
  let filled = 0;
  let gap = -1;
  let at = 0;
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON) return undefined;
    gap = 0;
    at = 2;
  }
  while (at < text.length) {
    const end = groupEnd(text, at);
    if (text.charCodeAt(end) === DOT) {
      const value = filled > 12 ? -1 : readV4(text, at);
      if (value < 0) return undefined;
      for (let shift = 24; shift >= 0; shift -= 8) octets[filled++] = value >>> shift;
      at = text.length;
      break;
    }
    const value = end === at || end - at > 4 || filled > 14 ? -1 : hexValue(text, at, end);
    if (value < 0) return undefined;
    octets[filled] = value >> 8;
    octets[filled + 1] = value & 0xff;
    filled += 2;
    at = end;
    if (at === text.length) break;
    if (text.charCodeAt(at) !== COLON || at + 1 === text.length) return undefined;
    at += 1;
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return undefined;
      gap = filled;
      at += 1;
    }
  }
  if (gap < 0) return filled === 16 ? octets : undefined;
  if (filled === 16) return undefined;
  octets.copyWithin(16 - (filled - gap), gap, filled);
  octets.fill(0, gap, 16 - (filled - gap));
  return octets;
}

/** Parses a decimal number of at most `max`: digits only, no sign, no leading zero. `undefined` otherwise. */
export function parseDecimal(text: string, max: number): number | undefined {
  if (text.length === 0 || text.length > 10 || (text.length > 1 && text.charCodeAt(0) === ZERO)) return undefined;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value <= max ? value : undefined;
}

/** Formats 16 octets as RFC 5952 says: lower case, the first longest run of zero groups shortened, and the
 *  dotted quad kept for IPv4-mapped addresses (§5). */
export function formatV6(octets: Uint8Array): string {
  const isMapped = wordAt(octets, 0) === 0 && wordAt(octets, 4) === 0 && wordAt(octets, 8) === 0xffff;
  if (isMapped) return `::ffff:${formatV4(wordAt(octets, 12))}`;
  const { start, length } = longestZeroRun(octets);
  let text = '';
  for (let group = 0; group < 8; group += 1) {
    if (group === start) {
      text += '::';
      group += length - 1;
      continue;
    }
    if (group > 0 && group !== start + length) text += ':';
    text += ((octets[group * 2]! << 8) | octets[group * 2 + 1]!).toString(16);
  }
  return text;
}

/** Formats a 32-bit number as a dotted quad. */
export function formatV4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;
}

/** The four octets at `at` as a signed 32-bit number. */
export function wordAt(octets: Uint8Array, at: number): number {
  return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
}

function readV4(text: string, from: number): number {
  let part = 0;
  let whole = 0;
  let value = 0;
  let digits = 0;
  for (let i = from; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (digits > 0 && value === 0) return -1;
      value = value * 10 + digit;
      digits += 1;
      if (value > 255) return -1;
      continue;
    }
    if (digit !== DOT - ZERO || digits === 0 || part === 3) return -1;
    whole = (whole << 8) | value;
    part += 1;
    value = 0;
    digits = 0;
  }
  return part !== 3 || digits === 0 ? -1 : ((whole << 8) | value) >>> 0;
}

/** The index behind the hex digits that start at `at`, or of the dot behind decimal ones. */
function groupEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text.charCodeAt(end) !== COLON && text.charCodeAt(end) !== DOT) end += 1;
  return end;
}

function hexValue(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at) | 0x20;
    const isDecimal = text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= 57;
    if (!isDecimal && (code < 97 || code > 102)) return -1;
    value = (value << 4) | (isDecimal ? text.charCodeAt(at) - ZERO : code - 87);
  }
  return value;
}

function longestZeroRun(octets: Uint8Array): { start: number; length: number } {
  let start = -1;
  let length = 1;
  for (let group = 0; group < 8; group += 1) {
    let end = group;
    while (end < 8 && octets[end * 2] === 0 && octets[end * 2 + 1] === 0) end += 1;
    if (end - group > length) {
      start = group;
      length = end - group;
    }
    group = Math.max(group, end - 1);
  }
  return { start, length };
}
