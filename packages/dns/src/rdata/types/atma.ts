import { formatHex, parseHex } from '../base-encodings.ts';
import { escapeQuoted } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** An ATM address. */
export interface Atma {
  /** 0 an ATM end system address in octets, 1 E.164 digits. */
  readonly format: 0 | 1;
  readonly address: Uint8Array;
}

/** ATMA (ATM Forum af-saa-0069): hex digits, or `+` and decimal digits, either with single dots for the eye. */
export const atma: RdataCodec<Atma> = defineRdata({
  type: 34,
  mnemonic: 'ATMA',
  classIN: true,
  isLaterForm: (octets) => octets.length > 1 && octets[0]! > 1,
  decode: (r) => {
    const [format, address] = [r.u8(), r.rest()];
    if (format > 1 || address.length === 0 || (format === 1 && !address.every(isDigit))) r.fail();
    return { format: format === 1 ? 1 : 0, address };
  },
  encode: (w, v) => {
    w.u8(v.format);
    w.bytes(v.address);
  },
  parse: (t) => t.take('hex digits, or + and digits', parseAddress) ?? { format: 0, address: new Uint8Array(1) },
  format: (v) => (v.format === 1 ? `+${escapeQuoted(v.address)}` : formatHex(v.address)),
});

function parseAddress(text: string): Atma | undefined {
  const [digits, isE164] = /^(?:\+\d+(?:\.\d+)*|[0-9a-f]+(?:\.[0-9a-f]+)*)$/i.test(text)
    ? [text.replaceAll(/[+.]/g, ''), text.startsWith('+')]
    : ['', false];
  if (isE164) return { format: 1, address: Uint8Array.from(digits, (char) => char.charCodeAt(0)) };
  const address = parseHex(digits);
  return address === undefined || address.length === 0 ? undefined : { format: 0, address };
}

function isDigit(octet: number): boolean {
  return octet >= 48 && octet <= 57;
}
