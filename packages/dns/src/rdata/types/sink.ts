import { formatBase64 } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** Any data, with its coding. */
export interface Sink {
  readonly meaning: number;
  readonly coding: number;
  readonly subcoding: number;
  /** May be empty. */
  readonly data: Uint8Array;
}

/** SINK (40, draft-eastlake-kitchen-sink). */
export const sink: RdataCodec<Sink> = defineRdata({
  type: 40,
  mnemonic: 'SINK',
  decode: (r) => ({ meaning: r.u8(), coding: r.u8(), subcoding: r.u8(), data: r.rest() }),
  encode: (w, v) => {
    for (const octet of [v.meaning, v.coding, v.subcoding]) w.u8(octet);
    w.bytes(v.data);
  },
  parse: (t) => {
    const [meaning, coding, subcoding] = [t.u8(), t.u8(), t.u8()];
    return { meaning, coding, subcoding, data: t.remaining > 0 ? t.base64Rest() : new Uint8Array(0) };
  },
  format: (v) => `${v.meaning} ${v.coding} ${v.subcoding} ${formatBase64(v.data)}`.trimEnd(),
});
