import { parseAlgorithm } from '../algorithms.ts';
import { formatBase64 } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { Dnskey } from './dnskey.ts';

/** Both bits set: no key (RFC 2535 §3.1.2). */
const NO_KEY = 0xc000;

/** KEY (RFC 2535 §3, RFC 3445): a key for SIG(0) or TKEY, in the format of DNSKEY. The key is empty when bits 0 and 1
 *  of the flags are set. */
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
    const [flags, protocol, algorithm] = [t.u16(), t.u8(), parseAlgorithm(t)];
    return { flags, protocol, algorithm, publicKey: hasKey(flags) ? t.base64Rest() : new Uint8Array(0) };
  },
  format: (v) => `${v.flags} ${v.protocol} ${v.algorithm} ${formatBase64(v.publicKey)}`.trimEnd(),
});

function hasKey(flags: number): boolean {
  return (flags & NO_KEY) !== NO_KEY;
}
