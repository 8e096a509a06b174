import { formatBase64, formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** RDATA that is one string of octets. */
export interface Blob {
  readonly data: Uint8Array;
}

/** A type that text has in base64. */
export function base64Blob(type: number, mnemonic: string): RdataCodec<Blob> {
  return {
    ...hexBlob(type, mnemonic),
    classIN: false,
    parse: (t) => ({ data: t.base64Rest() }),
    format: (v) => formatBase64(v.data),
  };
}

/** A type of class IN that text has in hex. */
export function hexBlob(type: number, mnemonic: string): RdataCodec<Blob> {
  return defineRdata({
    type,
    mnemonic,
    classIN: true,
    decode: (r) => {
      const data = r.rest();
      if (data.length === 0) r.fail();
      return { data };
    },
    encode: (w, v) => w.bytes(v.data),
    parse: (t) => ({ data: t.hexRest() }),
    format: (v) => formatHex(v.data),
  });
}
