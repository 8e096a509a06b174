import { parseAlgorithm } from '../algorithms.ts';
import { formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A digest of a DNSKEY. */
export interface Ds {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Uint8Array;
}

/** Digest sizes by digest type: SHA-1, SHA-256, GOST R 34.11-94, SHA-384, GOST R 34.11-2012, SM3. */
const SIZES = new Map([
  [1, 20],
  [2, 32],
  [3, 32],
  [4, 48],
  [5, 32],
  [6, 32],
]);

/** The algorithm of a CDS that asks for removal: its digest is one zero octet, `0` in RFC 8078 §4, `00` since. */
const DELETE = 0;
const CDS = 59;

/** A type with the digest of a key. */
export function digest(type: number, mnemonic: string): RdataCodec<Ds> {
  return defineRdata({
    type,
    mnemonic,
    decode: (r) => {
      const value = { keyTag: r.u16(), algorithm: r.u8(), digestType: r.u8(), digest: r.rest() };
      if (!hasSize(value)) r.fail();
      return value;
    },
    encode: (w, v) => {
      w.u16(v.keyTag);
      w.u8(v.algorithm);
      w.u8(v.digestType);
      w.bytes(v.digest);
    },
    parse: (t) => {
      const head = { keyTag: t.u16(), algorithm: parseAlgorithm(t), digestType: t.u8() };
      const isRemoval = type === CDS && head.algorithm === DELETE;
      const value = { ...head, digest: isRemoval ? t.hexOrZero() : t.hexRest() };
      if (!hasSize(value)) t.fail(`a digest of type ${value.digestType} has ${SIZES.get(value.digestType)} octets`);
      return value;
    },
    format: (v) => `${v.keyTag} ${v.algorithm} ${v.digestType} ${formatHex(v.digest)}`,
  });
}

function hasSize({ digestType, digest: octets }: Ds): boolean {
  return octets.length > 0 && octets.length === (SIZES.get(digestType) ?? octets.length);
}
