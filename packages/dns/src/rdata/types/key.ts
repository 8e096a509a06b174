import { parseAlgorithm } from '../algorithms.ts';
import { formatBase64 } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { parseNumber } from '../times.ts';
import type { Dnskey } from '../formats/public-key.ts';

/** Both bits set: no key (RFC 2535 §3.1.2). */
const NO_KEY = 0xc000;

/** Mnemonics of the flags: which field they fill, and with what (RFC 2535 §7.1). */
const FLAGS = new Map([
  ['NOCONF', { mask: NO_KEY, value: 0x4000 }],
  ['NOAUTH', { mask: NO_KEY, value: 0x8000 }],
  ['NOKEY', { mask: NO_KEY, value: NO_KEY }],
  ['FLAG2', { mask: 0x2000, value: 0x2000 }],
  ['EXTEND', { mask: 0x1000, value: 0x1000 }],
  ['FLAG4', { mask: 0x0800, value: 0x0800 }],
  ['FLAG5', { mask: 0x0400, value: 0x0400 }],
  ['USER', { mask: 0x0300, value: 0 }],
  ['ZONE', { mask: 0x0300, value: 0x0100 }],
  ['HOST', { mask: 0x0300, value: 0x0200 }],
  ['NTYP3', { mask: 0x0300, value: 0x0300 }],
  ['FLAG8', { mask: 0x0080, value: 0x0080 }],
  ['FLAG9', { mask: 0x0040, value: 0x0040 }],
  ['FLAG10', { mask: 0x0020, value: 0x0020 }],
  ['FLAG11', { mask: 0x0010, value: 0x0010 }],
  ...Array.from({ length: 16 }, (_, value) => [`SIG${value}`, { mask: 0x000f, value }] as const),
]);
const PROTOCOLS = new Map([
  ['NONE', 0],
  ['TLS', 1],
  ['EMAIL', 2],
  ['DNSSEC', 3],
  ['IPSEC', 4],
  ['ALL', 255],
]);

/** KEY (RFC 2535 §3, RFC 3445): a key for SIG(0) or TKEY, in the format of DNSKEY. The key is empty when bits 0 and 1
 *  of the flags are set. Text may have mnemonics for flags and protocol: `HOST|SIG1 DNSSEC RSASHA1 ...`. */
export const key: RdataCodec<Dnskey> = defineRdata({
  type: 25,
  mnemonic: 'KEY',
  decode: (r) => {
    const value = { flags: r.u16(), protocol: r.u8(), algorithm: r.u8(), publicKey: r.rest() };
    if (hasKey(value.flags) !== value.publicKey.length > 0) r.fail();
    return value;
  },
  encode: (w, v) => {
    w.u16(v.flags);
    w.u8(v.protocol);
    w.u8(v.algorithm);
    w.bytes(v.publicKey);
  },
  parse: (t) => {
    const flags = t.take('flags as a number or like HOST|SIG1', parseFlags) ?? 0;
    const protocol = t.take('a protocol', (text) => parseNumber(text, 255) ?? PROTOCOLS.get(text.toUpperCase())) ?? 0;
    const algorithm = parseAlgorithm(t);
    return { flags, protocol, algorithm, publicKey: hasKey(flags) ? t.base64Rest() : new Uint8Array(0) };
  },
  format: (v) => `${v.flags} ${v.protocol} ${v.algorithm} ${formatBase64(v.publicKey)}`.trimEnd(),
});

/** A number, or mnemonics of different fields with bars between; fields without one are zero (RFC 2535 §7.1). */
function parseFlags(text: string): number | undefined {
  const number = parseNumber(text, 0xffff);
  if (number !== undefined) return number;
  let flags = 0;
  let taken = 0;
  for (const word of text.toUpperCase().split('|')) {
    const field = FLAGS.get(word);
    if (field === undefined || (taken & field.mask) !== 0) return undefined;
    flags |= field.value;
    taken |= field.mask;
  }
  return flags;
}

function hasKey(flags: number): boolean {
  return (flags & NO_KEY) !== NO_KEY;
}
