import { parseAlgorithm } from '../algorithms.ts';
import { formatBase64 } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { parseNumber } from '../times.ts';

/** A certificate or revocation list. */
export interface Cert {
  readonly certificateType: number;
  readonly keyTag: number;
  readonly algorithm: number;
  readonly certificate: Uint8Array;
}

const TYPES = new Map([
  ['PKIX', 1],
  ['SPKI', 2],
  ['PGP', 3],
  ['IPKIX', 4],
  ['ISPKI', 5],
  ['IPGP', 6],
  ['ACPKIX', 7],
  ['IACPKIX', 8],
  ['URI', 253],
  ['OID', 254],
]);
const MNEMONICS = new Map([...TYPES].map(([mnemonic, type]) => [type, mnemonic]));

/** CERT (RFC 4398 §2). */
export const cert: RdataCodec<Cert> = defineRdata({
  type: 37,
  mnemonic: 'CERT',
  decode: (r) => {
    const value = { certificateType: r.u16(), keyTag: r.u16(), algorithm: r.u8(), certificate: r.rest() };
    if (value.certificate.length === 0) r.fail();
    return value;
  },
  encode: (w, v) => {
    w.u16(v.certificateType);
    w.u16(v.keyTag);
    w.u8(v.algorithm);
    w.bytes(v.certificate);
  },
  parse: (t) => ({
    certificateType:
      t.take('a certificate type', (text) => parseNumber(text, 0xffff) ?? TYPES.get(text.toUpperCase())) ?? 0,
    keyTag: t.u16(),
    algorithm: parseAlgorithm(t),
    certificate: t.base64Rest(),
  }),
  format: (v) => {
    const type = MNEMONICS.get(v.certificateType) ?? String(v.certificateType);
    return `${type} ${v.keyTag} ${v.algorithm} ${formatBase64(v.certificate)}`;
  },
});
