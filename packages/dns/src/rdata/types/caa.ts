import { formatQuoted } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** Who may issue certificates. */
export interface Caa {
  /** Bit 7 is "critical". */
  readonly flags: number;
  /** ASCII letters and digits: issue, issuewild, iodef, ... */
  readonly tag: string;
  readonly value: Uint8Array;
}

/** CAA (RFC 8659 §4.1). */
export const caa: RdataCodec<Caa> = defineRdata({
  type: 257,
  mnemonic: 'CAA',
  decode: (r) => {
    const flags = r.u8();
    const tag = String.fromCharCode(...r.charString());
    if (!isTag(tag)) r.fail();
    return { flags, tag, value: r.rest() };
  },
  encode: (w, v) => {
    w.u8(v.flags);
    w.charString(Buffer.from(v.tag, 'latin1'));
    w.bytes(v.value);
  },
  parse: (t) => ({
    flags: t.u8(),
    tag: t.take('a tag of letters and digits', (text) => (isTag(text) ? text : undefined)) ?? '',
    value: t.octets(),
  }),
  format: (v) => `${v.flags} ${v.tag} ${formatQuoted(v.value)}`,
});

function isTag(text: string): boolean {
  return text.length <= 255 && /^[A-Za-z0-9]+$/.test(text);
}
