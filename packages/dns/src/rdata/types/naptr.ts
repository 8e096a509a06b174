import type { DNSName } from '../../wire/index.ts';
import { formatQuoted } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A rewrite rule of the dynamic delegation discovery system. */
export interface Naptr {
  readonly order: number;
  readonly preference: number;
  readonly flags: Uint8Array;
  readonly services: Uint8Array;
  readonly regexp: Uint8Array;
  readonly replacement: DNSName;
}

/** NAPTR (RFC 3403 §4.1). Never compressed, but expanded on receipt (RFC 3597 §4). */
export const naptr: RdataCodec<Naptr> = defineRdata({
  type: 35,
  mnemonic: 'NAPTR',
  lowersNames: true,
  decode: (r) => ({
    order: r.u16(),
    preference: r.u16(),
    flags: r.charString(),
    services: r.charString(),
    regexp: r.charString(),
    replacement: r.name(),
  }),
  encode: (w, v) => {
    w.u16(v.order);
    w.u16(v.preference);
    for (const value of [v.flags, v.services, v.regexp]) w.charString(value);
    w.name(v.replacement);
  },
  parse: (t) => ({
    order: t.u16(),
    preference: t.u16(),
    flags: t.charString(),
    services: t.charString(),
    regexp: t.charString(),
    replacement: t.name(),
  }),
  format: (v) => {
    const texts = [v.flags, v.services, v.regexp].map(formatQuoted).join(' ');
    return `${v.order} ${v.preference} ${texts} ${v.replacement}`;
  },
});
