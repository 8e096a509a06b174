import { defineRdata, type RdataCodec } from '../codec.ts';
import type { TextReader } from '../text-reader.ts';

/** A place on Earth (WGS 84). */
export interface Loc {
  /** Metres * 100 of the diameter of the sphere around the place, and of both precisions, as `digit * 10^exponent`. */
  readonly size: number;
  readonly horizontalPrecision: number;
  readonly verticalPrecision: number;
  /** Thousandths of a second of arc, 2^31 at the equator, north above. */
  readonly latitude: number;
  /** The same, 2^31 at the prime meridian, east above. */
  readonly longitude: number;
  /** Centimetres above 100,000 m below the reference spheroid. */
  readonly altitude: number;
}

const EQUATOR = 0x8000_0000;
const HOUR = 3_600_000;
const ALTITUDE_BASE = 10_000_000;

/** LOC version 0 (RFC 1876). */
export const loc: RdataCodec<Loc> = defineRdata({
  type: 29,
  mnemonic: 'LOC',
  isLaterForm: (octets) => (octets[0] ?? 0) > 0,
  decode: (r) => {
    if (r.u8() !== 0) r.fail();
    const value = {
      size: r.u8(),
      horizontalPrecision: r.u8(),
      verticalPrecision: r.u8(),
      latitude: r.u32(),
      longitude: r.u32(),
      altitude: r.u32(),
    };
    const precisions = [value.size, value.horizontalPrecision, value.verticalPrecision];
    if (!precisions.every(isPrecision)) r.fail();
    if (Math.abs(value.latitude - EQUATOR) > 90 * HOUR || Math.abs(value.longitude - EQUATOR) > 180 * HOUR) r.fail();
    return value;
  },
  encode: (w, v) => {
    w.u8(0);
    for (const precision of [v.size, v.horizontalPrecision, v.verticalPrecision]) w.u8(precision);
    for (const field of [v.latitude, v.longitude, v.altitude]) w.u32(field);
  },
  parse: (t) => ({
    latitude: parseAngle(t, 90, 'N', 'S'),
    longitude: parseAngle(t, 180, 'E', 'W'),
    altitude: parseAltitude(t),
    size: parsePrecision(t, 0x12),
    horizontalPrecision: parsePrecision(t, 0x16),
    verticalPrecision: parsePrecision(t, 0x13),
  }),
  format: (v) =>
    `${formatAngle(v.latitude, 'N', 'S')} ${formatAngle(v.longitude, 'E', 'W')} ` +
    `${formatCentimetres(v.altitude - ALTITUDE_BASE)}m ${formatPrecision(v.size)}m ` +
    `${formatPrecision(v.horizontalPrecision)}m ${formatPrecision(v.verticalPrecision)}m`,
});

/** Degrees, then perhaps minutes, then perhaps seconds with up to three decimals, then the direction. */
function parseAngle(t: TextReader, max: number, positive: string, negative: string): number {
  let total = t.number(max) * HOUR;
  let direction = t.peek()?.toUpperCase();
  if (direction !== positive && direction !== negative) {
    total += t.number(59) * 60_000;
    direction = t.peek()?.toUpperCase();
  }
  if (direction !== positive && direction !== negative) {
    total += t.take('seconds of arc', (text) => parseDecimals(text, 3, 59_999)) ?? 0;
    direction = t.peek()?.toUpperCase();
  }
  t.take(`${positive} or ${negative}`, () => (direction === positive || direction === negative ? true : undefined));
  if (total > max * HOUR) t.fail(`an angle of at most ${max} degrees`);
  return direction === negative ? EQUATOR - total : EQUATOR + total;
}

function parseAltitude(t: TextReader): number {
  return t.take('an altitude from -100000.00m to 42849672.95m', readAltitude) ?? 0;
}

function readAltitude(text: string): number | undefined {
  const isNegative = text.startsWith('-');
  const digits = text.replace(/^-/, '').replace(/m$/, '');
  const centimetres = parseDecimals(digits, 2, isNegative ? ALTITUDE_BASE : 0xffff_ffff - ALTITUDE_BASE);
  if (centimetres === undefined) return undefined;
  return ALTITUDE_BASE + (isNegative ? -centimetres : centimetres);
}

/** Metres up to 90000000.00, rounded down to one digit and an exponent; `otherwise` at the end of the record. */
function parsePrecision(t: TextReader, otherwise: number): number {
  if (t.remaining === 0) return otherwise;
  let digit = t.take('metres from 0 to 90000000.00m', readPrecision) ?? 0;
  let exponent = 0;
  for (; digit > 9; exponent += 1) digit = Math.floor(digit / 10);
  return (digit << 4) | exponent;
}

function readPrecision(text: string): number | undefined {
  return parseDecimals(text.replace(/m$/, ''), 2, 9_000_000_000);
}

/** A decimal number times 10^places, `1.` and `.5` too; more decimals than that, or a value over `max`, are wrong. */
function parseDecimals(text: string, places: number, max: number): number | undefined {
  const parts = /^(?=\.?\d)(\d{0,10})(?:\.(\d{0,3}))?$/.exec(text);
  if (parts === null || (parts[2]?.length ?? 0) > places) return undefined;
  const value = Number(parts[1]) * 10 ** places + Number((parts[2] ?? '').padEnd(places, '0'));
  return value <= max ? value : undefined;
}

function formatAngle(value: number, positive: string, negative: string): string {
  const total = Math.abs(value - EQUATOR);
  const seconds = (total % 60_000) / 1000;
  const minutes = Math.floor(total / 60_000) % 60;
  return `${Math.floor(total / HOUR)} ${minutes} ${seconds.toFixed(3)} ${value >= EQUATOR ? positive : negative}`;
}

function formatCentimetres(value: number): string {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function formatPrecision(value: number): string {
  return formatCentimetres((value >> 4) * 10 ** (value & 0x0f));
}

/** Digit and exponent of at most 9 each; a zero has the exponent zero, so that text gives the same octet again. */
function isPrecision(value: number): boolean {
  const [digit, exponent] = [value >> 4, value & 0x0f];
  return digit <= 9 && exponent <= 9 && (digit > 0 || exponent === 0);
}
