import type { WireReader } from '../../wire/index.ts';
import { formatQuoted } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { TextReader } from '../text-reader.ts';

/** One or more strings of at most 255 octets each. */
export interface Texts {
  readonly strings: readonly Uint8Array[];
}

/** TXT (RFC 1035 §3.3.14). */
export const txt = texts(16, 'TXT');
/** NINFO (56, expert review): zone status, written like TXT. */
export const ninfo = texts(56, 'NINFO');
/** SPF (RFC 7208 §3.1, obsolete). */
export const spf = texts(99, 'SPF');
/** AVC (258, expert review): application visibility and control. */
export const avc = texts(258, 'AVC');
/** RESINFO (RFC 9606): what a resolver can do, `key=value` strings. */
export const resinfo = texts(261, 'RESINFO');
/** WALLET (262, expert review): a public wallet address. */
export const wallet = texts(262, 'WALLET');
/** CLA (263, draft-johnson-dns-ipn-cla): the convergence layer adapters of a bundle protocol node. */
export const cla = texts(263, 'CLA');

/** HINFO (RFC 1035 §3.3.2): CPU and operating system. */
export const hinfo = strings(13, 'HINFO', 2, 2);
/** X25 (RFC 1183 §3.1): a PSDN address, at least four decimal digits. */
export const x25: RdataCodec<Texts> = {
  ...strings(19, 'X25', 1, 1),
  decode: (r) => {
    const value = { strings: [r.charString()] };
    if (!value.strings.every(isPsdnAddress)) r.fail();
    return value;
  },
  parse: (t) => {
    const value = { strings: [t.charString()] };
    if (!value.strings.every(isPsdnAddress)) t.fail('a PSDN address has at least four digits');
    return value;
  },
};
/** ISDN (RFC 1183 §3.2): an address and perhaps a subaddress. */
export const isdn = strings(20, 'ISDN', 1, 2);
/** GPOS (RFC 1712, obsolete): longitude, latitude and altitude as decimal numbers. */
export const gpos = strings(27, 'GPOS', 3, 3);

function texts(type: number, mnemonic: string): RdataCodec<Texts> {
  return strings(type, mnemonic, 1, Number.POSITIVE_INFINITY);
}

function strings(type: number, mnemonic: string, min: number, max: number): RdataCodec<Texts> {
  const read = (r: WireReader | TextReader): Texts => {
    const values: Uint8Array[] = [];
    while (values.length < min || (values.length < max && r.remaining > 0)) values.push(r.charString());
    return { strings: values };
  };
  return defineRdata({
    type,
    mnemonic,
    decode: read,
    encode: (w, v) => {
      for (const value of v.strings) w.charString(value);
    },
    parse: read,
    format: (v) => v.strings.map(formatQuoted).join(' '),
  });
}

function isPsdnAddress(octets: Uint8Array): boolean {
  return octets.length >= 4 && octets.every((octet) => octet >= 48 && octet <= 57);
}
