import { formatBase64 } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** Any data, with its coding. */
export interface Sink {
  readonly meaning: number;
  readonly coding: number;
  readonly subcoding: number;
  readonly data: Uint8Array;
}

/** SINK (40, draft-eastlake-kitchen-sink). */
export const sink: RdataCodec<Sink> = defineRdata({
  type: 40,
  mnemonic: 'SINK',
  decode: (r) => {
    const value = { meaning: r.u8(), coding: r.u8(), subcoding: r.u8(), data: r.rest() };
    if (value.data.length === 0) r.fail();
    return value;
  },
  encode: (w, v) => {
    for (const octet of [v.meaning, v.coding, v.subcoding]) w.u8(octet);
    w.bytes(v.data);
  },
  parse: (t) => ({ meaning: t.u8(), coding: t.u8(), subcoding: t.u8(), data: t.base64Rest() }),
  format: (v) => `${v.meaning} ${v.coding} ${v.subcoding} ${formatBase64(v.data)}`,
});
