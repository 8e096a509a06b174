import { rtypeName, type DNSName } from '../../wire/index.ts';
import { parseAlgorithm } from '../algorithms.ts';
import { formatBase64 } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { formatTimestamp } from '../times.ts';

/** A signature over an RRset. */
export interface Rrsig {
  readonly typeCovered: number;
  readonly algorithm: number;
  readonly labels: number;
  /** Seconds. */
  readonly originalTtl: number;
  /** 32-bit seconds since 1970, compared by serial arithmetic (RFC 4034 §3.1.5). */
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: DNSName;
  readonly signature: Uint8Array;
}

const SIG = 24;

type Reader = Parameters<RdataCodec<Rrsig>['decode']>[0];

/** Reads the RDATA, the signer as it is told to. */
export function decodeSignature(r: Reader, signer: () => DNSName): Rrsig {
  const value = {
    typeCovered: r.u16(),
    algorithm: r.u8(),
    labels: r.u8(),
    originalTtl: r.u32(),
    expiration: r.u32(),
    inception: r.u32(),
    keyTag: r.u16(),
    signer: signer(),
    signature: r.rest(),
  };
  if (value.signature.length === 0) r.fail();
  return value;
}

/** A type with a signature over an RRset. */
export function signature(type: number, mnemonic: string): RdataCodec<Rrsig> {
  return defineRdata({
    type,
    mnemonic,
    lowersNames: true,
    decode: (r) => decodeSignature(r, r.name.bind(r)),
    encode: (w, v) => {
      w.u16(v.typeCovered);
      w.u8(v.algorithm);
      w.u8(v.labels);
      for (const value of [v.originalTtl, v.expiration, v.inception]) w.u32(value);
      w.u16(v.keyTag);
      w.name(v.signer);
      w.bytes(v.signature);
    },
    parse: (t) => ({
      typeCovered: type === SIG ? t.rtypeOrNumber() : t.rtype(),
      algorithm: parseAlgorithm(t),
      labels: t.u8(),
      originalTtl: t.u32(),
      expiration: t.timestamp(),
      inception: t.timestamp(),
      keyTag: t.u16(),
      signer: t.name(),
      signature: t.base64Rest(),
    }),
    format: (v) =>
      `${rtypeName(v.typeCovered)} ${v.algorithm} ${v.labels} ${v.originalTtl} ${formatTimestamp(v.expiration)} ` +
      `${formatTimestamp(v.inception)} ${v.keyTag} ${v.signer} ${formatBase64(v.signature)}`,
  });
}
