import { formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A digest over a zone. */
export interface Zonemd {
  readonly serial: number;
  /** 1 is SIMPLE. */
  readonly scheme: number;
  /** 1 SHA-384, 2 SHA-512. */
  readonly hash: number;
  readonly digest: Uint8Array;
}

const SIZES = new Map([
  [1, 48],
  [2, 64],
]);
/** RFC 8976 §2.2.4: a shorter digest is malformed. */
const DIGEST_OCTETS_MIN = 12;

/** ZONEMD (RFC 8976 §2). */
export const zonemd: RdataCodec<Zonemd> = defineRdata({
  type: 63,
  mnemonic: 'ZONEMD',
  decode: (r) => {
    const value = { serial: r.u32(), scheme: r.u8(), hash: r.u8(), digest: r.rest() };
    if (!hasSize(value)) r.fail();
    return value;
  },
  encode: (w, v) => {
    w.u32(v.serial);
    w.u8(v.scheme);
    w.u8(v.hash);
    w.bytes(v.digest);
  },
  parse: (t) => {
    const value = { serial: t.u32(), scheme: t.u8(), hash: t.u8(), digest: t.hexRest() };
    if (!hasSize(value)) t.fail(`a digest of ${value.digest.length} octets does not go with hash ${value.hash}`);
    return value;
  },
  format: (v) => `${v.serial} ${v.scheme} ${v.hash} ${formatHex(v.digest)}`,
});

function hasSize({ hash, digest }: Zonemd): boolean {
  return digest.length >= DIGEST_OCTETS_MIN && digest.length === (SIZES.get(hash) ?? digest.length);
}
