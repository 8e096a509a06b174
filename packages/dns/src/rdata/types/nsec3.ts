import { formatBase32Hex, formatHex, parseHex } from '../base-encodings.ts';
import type { WireReader, WireWriter } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { TextReader } from '../text-reader.ts';
import { decodeTypes, encodeTypes, formatTypes, parseTypes } from '../type-bitmap.ts';

/** How names of a zone are hashed. */
export interface Nsec3param {
  /** 1 is SHA-1, the only one. */
  readonly hashAlgorithm: number;
  /** Bit 0 of an NSEC3 is opt-out. */
  readonly flags: number;
  readonly iterations: number;
  /** At most 255 octets. */
  readonly salt: Uint8Array;
}

/** The next hashed name of the zone, and the types at this one. */
export interface Nsec3 extends Nsec3param {
  /** The hash itself, 1 to 255 octets; text has it in base32hex. */
  readonly next: Uint8Array;
  /** Ascending; empty at an empty non-terminal. */
  readonly types: readonly number[];
}

const SHA1 = 1;
const SHA1_OCTETS = 20;

/** NSEC3 (RFC 5155 §3). */
export const nsec3: RdataCodec<Nsec3> = defineRdata({
  type: 50,
  mnemonic: 'NSEC3',
  decode: (r) => {
    const value = { ...decodeParameters(r), next: r.charString(), types: decodeTypes(r) };
    if (!hasSize(value)) r.fail();
    return value;
  },
  encode: (w, v) => {
    encodeParameters(w, v);
    w.charString(v.next);
    encodeTypes(w, v.types);
  },
  parse: (t) => {
    const value = { ...parseParameters(t), next: t.base32Hex(), types: parseTypes(t) };
    if (!hasSize(value)) t.fail('a hashed name has 20 octets with SHA-1, else 1 to 255');
    return value;
  },
  format: (v) => `${formatParameters(v)} ${formatBase32Hex(v.next)}${formatTypes(v.types)}`,
});

/** NSEC3PARAM (RFC 5155 §4). */
export const nsec3param: RdataCodec<Nsec3param> = defineRdata({
  type: 51,
  mnemonic: 'NSEC3PARAM',
  decode: decodeParameters,
  encode: encodeParameters,
  parse: parseParameters,
  format: formatParameters,
});

function decodeParameters(r: WireReader): Nsec3param {
  return { hashAlgorithm: r.u8(), flags: r.u8(), iterations: r.u16(), salt: r.charString() };
}

function encodeParameters(w: WireWriter, v: Nsec3param): void {
  w.u8(v.hashAlgorithm);
  w.u8(v.flags);
  w.u16(v.iterations);
  w.charString(v.salt);
}

function parseParameters(t: TextReader): Nsec3param {
  return { hashAlgorithm: t.u8(), flags: t.u8(), iterations: t.u16(), salt: parseSalt(t) };
}

/** `-` is the empty salt (RFC 5155 §3.3). */
function parseSalt(t: TextReader): Uint8Array {
  const salt = t.take('a salt in hex, or -', (text) => (text === '-' ? new Uint8Array(0) : parseHex(text)));
  if (salt !== undefined && salt.length > 255) t.fail('a salt has at most 255 octets');
  return salt ?? new Uint8Array(0);
}

function formatParameters(v: Nsec3param): string {
  return `${v.hashAlgorithm} ${v.flags} ${v.iterations} ${v.salt.length === 0 ? '-' : formatHex(v.salt)}`;
}

/** The hash has the length of its algorithm (RFC 5155 §3.1.6), where that is known. */
function hasSize({ hashAlgorithm, next }: Nsec3): boolean {
  return hashAlgorithm === SHA1 ? next.length === SHA1_OCTETS : next.length > 0 && next.length <= 255;
}
