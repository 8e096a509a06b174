import { IPAddress } from '../../inet/index.ts';
import { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** Part of an IPv6 address. */
export interface A6 {
  /** 0 to 128: how many leading bits come from the A6 records of `prefixName`. */
  readonly prefixLength: number;
  /** The bits behind the prefix; those in front are zero. */
  readonly suffix: IPAddress;
  /** The root when the prefix length is 0. */
  readonly prefixName: DNSName;
}

/** A6 (RFC 2874, historic by RFC 6563). Address bits that the prefix covers do not count in text (§3.1.3). */
export const a6: RdataCodec<A6> = defineRdata({
  type: 38,
  mnemonic: 'A6',
  lowersNames: true,
  classIN: true,
  decode: (r) => {
    const prefixLength = r.u8();
    if (prefixLength > 128) r.fail();
    const sent = r.bytes(16 - (prefixLength >> 3));
    const octets = new Uint8Array(16);
    octets.set(sent, 16 - sent.length);
    if (!isSuffix(octets, prefixLength)) r.fail();
    const prefixName = prefixLength === 0 ? DNSName.root : r.plainName();
    return { prefixLength, suffix: IPAddress.fromOctets(octets), prefixName };
  },
  encode: (w, v) => {
    w.u8(v.prefixLength);
    w.bytes(v.suffix.octets.subarray(v.prefixLength >> 3));
    if (v.prefixLength > 0) w.name(v.prefixName);
  },
  parse: (t) => {
    const prefixLength = t.number(128);
    const hasAddress = prefixLength < 128 || t.remaining > 1;
    const suffix = hasAddress ? suffixOf(t.address(6), prefixLength) : IPAddress.anyV6;
    return { prefixLength, suffix, prefixName: prefixLength === 0 ? DNSName.root : t.name() };
  },
  format: (v) => {
    const suffix = v.prefixLength === 128 ? '' : ` ${v.suffix}`;
    return `${v.prefixLength}${suffix}${v.prefixLength === 0 ? '' : ` ${v.prefixName}`}`;
  },
});

/** The address without its first `bits` bits, which a zone file should leave zero but need not (RFC 2874 §3.1.3). */
function suffixOf(address: IPAddress, bits: number): IPAddress {
  const octets = address.octets.map((octet, at) => octet & (0xff >> Math.min(8, Math.max(0, bits - at * 8))));
  return IPAddress.fromOctets(octets);
}

/** True when the first `bits` bits are zero. */
function isSuffix(octets: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  return octets.every((octet, at) => at > whole || (at < whole ? octet : octet >> (8 - (bits & 7))) === 0);
}
