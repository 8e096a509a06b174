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

/** Seconds from `3600`, `1h30m` or `1h30` (units w d h m s, any case and order; seconds need none behind others), at
 *  most 2^32 - 1; undefined otherwise. */
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
  const rest = from === text.length ? 0 : parseNumber(text.slice(from), 0xffff_ffff);
  if (from === 0 || rest === undefined || total + rest > 0xffff_ffff) return undefined;
  return total + rest;
}

/** A signature time: YYYYMMDDHHmmSS in UTC, or seconds since 1970, modulo 2^32 (RFC 4034 §3.2). Years before 1970 are
 *  how others write numbers that lie behind them in serial arithmetic (§3.1.5). */
export function parseTimestamp(text: string): number | undefined {
  if (text.length !== 14) return parseNumber(text, 0xffff_ffff);
  const digits = parseNumber(text, 99_999_999_999_999);
  if (digits === undefined) return undefined;
  const day = dayOf(Math.floor(digits / 1_000_000));
  const hour = Math.floor(digits / 10_000) % 100;
  const minute = Math.floor(digits / 100) % 100;
  const second = digits % 100;
  if (day === undefined || hour > 23 || minute > 59 || second > 60) return undefined;
  const seconds = day * 86_400 + hour * 3600 + minute * 60 + second;
  return seconds < 0 ? seconds + 0x1_0000_0000 : seconds % 0x1_0000_0000;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days from 1970-01-01 to a date from 1902 on, written YYYYMMDD; undefined when there is no such day. */
function dayOf(date: number): number | undefined {
  const year = Math.floor(date / 10_000);
  const month = Math.floor(date / 100) % 100;
  const day = date % 100;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = (MONTH_DAYS[month - 1] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  return year < 1902 || day < 1 || day > days ? undefined : Date.UTC(year, month - 1, day) / 86_400_000;
}

/** YYYYMMDDHHmmSS of 32-bit seconds, taken as the years 1970 to 2106. */
export function formatTimestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
}
