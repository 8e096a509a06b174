import { formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** Fingerprint of an SSH host key. */
export interface Sshfp {
  readonly algorithm: number;
  /** 1 SHA-1, 2 SHA-256. */
  readonly hash: number;
  readonly fingerprint: Uint8Array;
}

const SIZES = new Map([
  [1, 20],
  [2, 32],
]);

/** SSHFP (RFC 4255 §3, RFC 6594). */
export const sshfp: RdataCodec<Sshfp> = defineRdata({
  type: 44,
  mnemonic: 'SSHFP',
  decode: (r) => {
    const value = { algorithm: r.u8(), hash: r.u8(), fingerprint: r.rest() };
    if (!hasSize(value)) r.fail();
    return value;
  },
  encode: (w, v) => {
    w.u8(v.algorithm);
    w.u8(v.hash);
    w.bytes(v.fingerprint);
  },
  parse: (t) => {
    const value = { algorithm: t.u8(), hash: t.u8(), fingerprint: t.hexRest() };
    if (!hasSize(value)) t.fail(`a fingerprint of type ${value.hash} has ${SIZES.get(value.hash)} octets`);
    return value;
  },
  format: (v) => `${v.algorithm} ${v.hash} ${formatHex(v.fingerprint)}`,
});

function hasSize({ hash, fingerprint }: Sshfp): boolean {
  return fingerprint.length > 0 && fingerprint.length === (SIZES.get(hash) ?? fingerprint.length);
}
