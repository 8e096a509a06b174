/** Numbers and times as zone files write them. */

/** A decimal number of at most `max`; leading zeros are allowed, as everywhere in zone files. Undefined otherwise. */
export function parseNumber(text: string, max: number): number | undefined {
  if (text.length === 0) return undefined;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
    if (value > max) return undefined;
  }
  return value;
}

const UNITS = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

/** Seconds from `3600` or `1h30m` (units w d h m s, any case and order), at most 2^32 - 1; undefined otherwise. */
export function parseSeconds(text: string): number | undefined {
  const plain = parseNumber(text, 0xffff_ffff);
  if (plain !== undefined) return plain;
  let total = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) continue;
    const unit = UNITS.get(text[at]!.toLowerCase());
    const count = parseNumber(text.slice(from, at), 0xffff_ffff);
    if (unit === undefined || count === undefined) return undefined;
    total += unit * count;
    from = at + 1;
  }
  return from === text.length && from > 0 && total <= 0xffff_ffff ? total : undefined;
}

/** A signature time: YYYYMMDDHHmmSS in UTC, or seconds since 1970, modulo 2^32 (RFC 4034 §3.2). */
export function parseTimestamp(text: string): number | undefined {
  if (text.length !== 14) return parseNumber(text, 0xffff_ffff);
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < 1970 || hour > 23 || minute > 59 || second > 60) return undefined;
  const date = Date.UTC(year, month - 1, day);
  if (new Date(date).getUTCMonth() !== month - 1 || new Date(date).getUTCDate() !== day) return undefined;
  return (date / 1000 + hour * 3600 + minute * 60 + second) % 0x1_0000_0000;
}

/** YYYYMMDDHHmmSS of 32-bit seconds, taken as the years 1970 to 2106. */
export function formatTimestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
}
