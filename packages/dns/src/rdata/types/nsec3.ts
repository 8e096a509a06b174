import { formatBase32Hex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeTypes, encodeTypes, formatTypes, parseTypes } from '../type-bitmap.ts';
import { nsec3param, type Nsec3param } from './nsec3param.ts';

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
    const value = { ...nsec3param.decode(r), next: r.charString(), types: decodeTypes(r) };
    if (!hasSize(value)) r.fail();
    return value;
  },
  encode: (w, v) => {
    nsec3param.encode(w, v);
    w.charString(v.next);
    encodeTypes(w, v.types);
  },
  parse: (t) => {
    const value = { ...nsec3param.parse(t), next: t.base32Hex(), types: parseTypes(t) };
    if (!hasSize(value)) t.fail('a hashed name has 20 octets with SHA-1, else 1 to 255');
    return value;
  },
  format: (v) => `${nsec3param.format(v)} ${formatBase32Hex(v.next)}${formatTypes(v.types)}`,
});

/** The hash has the length of its algorithm (RFC 5155 §3.1.6), where that is known. */
function hasSize({ hashAlgorithm, next }: Nsec3): boolean {
  return hashAlgorithm === SHA1 ? next.length === SHA1_OCTETS : next.length > 0 && next.length <= 255;
}
