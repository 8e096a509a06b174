import { formatBase64 } from '../base-encodings.ts';
import { formatQuoted } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A digital object, or where it is. */
export interface Doa {
  readonly enterprise: number;
  readonly doaType: number;
  readonly location: number;
  readonly mediaType: Uint8Array;
  /** May be empty. */
  readonly data: Uint8Array;
}

/** DOA (259, draft-durand-doa-over-dns): empty data is written `-`. */
export const doa: RdataCodec<Doa> = defineRdata({
  type: 259,
  mnemonic: 'DOA',
  decode: (r) => ({
    enterprise: r.u32(),
    doaType: r.u32(),
    location: r.u8(),
    mediaType: r.charString(),
    data: r.rest(),
  }),
  encode: (w, v) => {
    w.u32(v.enterprise);
    w.u32(v.doaType);
    w.u8(v.location);
    w.charString(v.mediaType);
    w.bytes(v.data);
  },
  parse: (t) => {
    const value = { enterprise: t.u32(), doaType: t.u32(), location: t.u8(), mediaType: t.charString() };
    if (t.peek() !== '-') return { ...value, data: t.base64Rest() };
    t.word('-');
    return { ...value, data: new Uint8Array(0) };
  },
  format: (v) => {
    const data = v.data.length === 0 ? '-' : formatBase64(v.data);
    return `${v.enterprise} ${v.doaType} ${v.location} ${formatQuoted(v.mediaType)} ${data}`;
  },
});
