import { formatBase64, formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** RDATA that is one string of octets. */
export interface Blob {
  readonly data: Uint8Array;
}

/** DHCID (RFC 4701 §3): who owns a name that DHCP gave. */
export const dhcid: RdataCodec<Blob> = { ...base64(49, 'DHCID'), classIN: true };
/** OPENPGPKEY (RFC 7929 §2): a transferable public key. */
export const openpgpkey = base64(61, 'OPENPGPKEY');
/** HHIT (RFC 9886): a hierarchical host identity tag, as CBOR. */
export const hhit = base64(67, 'HHIT');
/** BRID (RFC 9886): broadcast remote identification, as CBOR. */
export const brid = base64(68, 'BRID');
/** EID (Nimrod, 1995): an endpoint identifier. */
export const eid = hex(31, 'EID');
/** NIMLOC (Nimrod, 1995): a locator. */
export const nimloc = hex(32, 'NIMLOC');

function base64(type: number, mnemonic: string): RdataCodec<Blob> {
  return {
    ...hex(type, mnemonic),
    classIN: false,
    parse: (t) => ({ data: t.base64Rest() }),
    format: (v) => formatBase64(v.data),
  };
}

function hex(type: number, mnemonic: string): RdataCodec<Blob> {
  return defineRdata({
    type,
    mnemonic,
    classIN: true,
    decode: (r) => {
      const data = r.rest();
      if (data.length === 0) r.fail();
      return { data };
    },
    encode: (w, v) => w.bytes(v.data),
    parse: (t) => ({ data: t.hexRest() }),
    format: (v) => formatHex(v.data),
  });
}
