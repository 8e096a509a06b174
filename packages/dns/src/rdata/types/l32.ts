import type { IPAddress } from '../../inet/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeAddress } from '../fields.ts';

/** A 32-bit locator. */
export interface Ilnp32 {
  readonly preference: number;
  /** Written like an IPv4 address. */
  readonly locator: IPAddress;
}

/** L32 (RFC 6742 §2.2): a locator. */
export const l32: RdataCodec<Ilnp32> = defineRdata({
  type: 105,
  mnemonic: 'L32',
  decode: (r) => ({ preference: r.u16(), locator: decodeAddress(r, 4) }),
  encode: (w, v) => {
    w.u16(v.preference);
    w.bytes(v.locator.octets);
  },
  parse: (t) => ({ preference: t.u16(), locator: t.address(4) }),
  format: (v) => `${v.preference} ${v.locator}`,
});
