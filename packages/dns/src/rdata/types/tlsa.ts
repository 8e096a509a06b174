import { formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A certificate or key, or its digest. */
export interface Tlsa {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly data: Uint8Array;
}

/** TLSA (RFC 6698 §2.1). */
export const tlsa = association(52, 'TLSA');
/** SMIMEA (RFC 8162 §2): the same format for mail certificates. */
export const smimea = association(53, 'SMIMEA');

function association(type: number, mnemonic: string): RdataCodec<Tlsa> {
  return defineRdata({
    type,
    mnemonic,
    decode: (r) => {
      const value = { usage: r.u8(), selector: r.u8(), matchingType: r.u8(), data: r.rest() };
      if (value.data.length === 0) r.fail();
      return value;
    },
    encode: (w, v) => {
      w.u8(v.usage);
      w.u8(v.selector);
      w.u8(v.matchingType);
      w.bytes(v.data);
    },
    parse: (t) => ({ usage: t.u8(), selector: t.u8(), matchingType: t.u8(), data: t.hexRest() }),
    format: (v) => `${v.usage} ${v.selector} ${v.matchingType} ${formatHex(v.data)}`,
  });
}
