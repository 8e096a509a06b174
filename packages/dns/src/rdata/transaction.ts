/** Fields that TKEY and TSIG share: error codes, and octets with their size in front. */
import { parseRCode, rcodeName } from '../wire/index.ts';
import { formatBase64, parseBase64 } from './base-encodings.ts';
import type { TextReader } from './text-reader.ts';
import { parseNumber } from './times.ts';

const BADSIG = 16;

/** An RCODE of 16 bits by name or number; 16 is BADSIG here (RFC 8945 §3). */
export function parseErrorCode(t: TextReader): number {
  return t.take('an error code', (text) => parseNumber(text, 0xffff) ?? parseRCode(text)) ?? 0;
}

export function formatErrorCode(code: number): string {
  const name = code === BADSIG ? 'BADSIG' : rcodeName(code);
  return parseRCode(name) === code ? name : String(code);
}

/** A size, then that many octets as one word of base64 unless it is 0. */
export function parseSized(t: TextReader): Uint8Array {
  const size = t.u16();
  if (size === 0) return new Uint8Array(0);
  const octets = t.take(`${size} octets of base64`, (text) => {
    const parsed = parseBase64(text);
    return parsed?.length === size ? parsed : undefined;
  });
  return octets ?? new Uint8Array(0);
}

export function formatSized(octets: Uint8Array): string {
  return octets.length === 0 ? '0' : `${octets.length} ${formatBase64(octets)}`;
}
