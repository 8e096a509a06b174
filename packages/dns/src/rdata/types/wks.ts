import type { IPAddress } from '../../inet/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeAddress } from '../fields.ts';
import { parseNumber } from '../times.ts';
import { protocolNumber, servicePort } from '../well-known-services.ts';

/** The well-known services of a host. */
export interface Wks {
  readonly address: IPAddress;
  /** An IP protocol: 6 TCP, 17 UDP. */
  readonly protocol: number;
  /** Port numbers, ascending. */
  readonly ports: readonly number[];
}

/** WKS (RFC 1035 §3.4.2, obsolete). Text may have protocol and services by the names of RFC 1010. */
export const wks: RdataCodec<Wks> = defineRdata({
  type: 11,
  mnemonic: 'WKS',
  classIN: true,
  decode: (r) => {
    const address = decodeAddress(r, 4);
    const protocol = r.u8();
    const bits = r.rest();
    if (bits.length > 8192 || bits.at(-1) === 0) r.fail();
    const ports: number[] = [];
    for (let port = 0; port < bits.length * 8; port += 1) {
      if ((bits[port >> 3]! & (0x80 >> (port & 7))) !== 0) ports.push(port);
    }
    return { address, protocol, ports };
  },
  encode: (w, v) => {
    const bits = new Uint8Array(v.ports.length === 0 ? 0 : (Math.max(...v.ports) >> 3) + 1);
    for (const port of v.ports) bits[port >> 3]! |= 0x80 >> (port & 7);
    w.bytes(v.address.octets);
    w.u8(v.protocol);
    w.bytes(bits);
  },
  parse: (t) => {
    const address = t.address(4);
    const protocol = t.take('a protocol', (text) => parseNumber(text, 255) ?? protocolNumber(text)) ?? 0;
    const ports = new Set<number>();
    while (t.remaining > 0) {
      ports.add(t.take('a service', (text) => parseNumber(text, 0xffff) ?? servicePort(text)) ?? 0);
    }
    return { address, protocol, ports: [...ports].toSorted((x, y) => x - y) };
  },
  format: (v) => [v.address, v.protocol, ...v.ports].join(' '),
});
