import type { IPAddress } from '../../inet/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeAddress } from '../fields.ts';

/** An address of the family that the type says. */
export interface Address {
  readonly address: IPAddress;
}

/** A (RFC 1035 §3.4.1): an IPv4 address. */
export const a: RdataCodec<Address> = defineRdata({
  type: 1,
  mnemonic: 'A',
  classIN: true,
  decode: (r) => ({ address: decodeAddress(r, 4) }),
  encode: (w, v) => w.bytes(v.address.octets),
  parse: (t) => ({ address: t.address(4) }),
  format: (v) => `${v.address}`,
});
