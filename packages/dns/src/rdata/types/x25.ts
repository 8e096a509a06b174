import type { RdataCodec } from '../codec.ts';
import { strings, type Texts } from '../formats/texts.ts';

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

function isPsdnAddress(octets: Uint8Array): boolean {
  return octets.length >= 4 && octets.every((octet) => octet >= 48 && octet <= 57);
}
