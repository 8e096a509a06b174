import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeAddress } from '../fields.ts';
import type { Address } from './a.ts';

/** AAAA (RFC 3596 §2.2): an IPv6 address. */
export const aaaa: RdataCodec<Address> = defineRdata({
  type: 28,
  mnemonic: 'AAAA',
  classIN: true,
  decode: (r) => ({ address: decodeAddress(r, 6) }),
  encode: (w, v) => w.bytes(v.address.octets),
  parse: (t) => ({ address: t.address(6) }),
  format: (v) => `${v.address}`,
});
