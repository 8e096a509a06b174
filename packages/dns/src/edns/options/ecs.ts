import { IPAddress, Netmask } from '../../inet/index.ts';
import type { OptionCodec } from '../option-codec.ts';

/** Client Subnet. The address has its family's full length; bits behind the source prefix are zero. */
export interface ClientSubnet {
  /** 1 is IPv4, 2 is IPv6; 0, with no address and no bits, is a client that tells nothing. */
  readonly family: number;
  readonly address: Uint8Array;
  /** What the client tells of its address. */
  readonly sourceBits: number;
  /** What the answer holds for; 0 in queries. */
  readonly scopeBits: number;
}

const WIDTHS: readonly number[] = [0, 32, 128];

/** ECS (RFC 7871 §6). Strict: too few or too many address octets and bits behind the prefix are malformed. */
export const ecs: OptionCodec<ClientSubnet> = {
  code: 8,
  decode: (data) => {
    if (data.length < 4) return undefined;
    const family = (data[0]! << 8) | data[1]!;
    const sourceBits = data[2]!;
    const scopeBits = data[3]!;
    const width = WIDTHS[family];
    if (width === undefined || sourceBits > width || scopeBits > width) return undefined;
    if (data.length - 4 !== Math.ceil(sourceBits / 8)) return undefined;
    const address = new Uint8Array(width / 8);
    address.set(data.subarray(4));
    const spare = sourceBits % 8;
    if (spare !== 0 && (data.at(-1)! & (0xff >> spare)) !== 0) return undefined;
    return { family, address, sourceBits, scopeBits };
  },
  encode: ({ family, address, sourceBits, scopeBits }) => {
    const octets = Math.ceil(sourceBits / 8);
    const data = Uint8Array.of(family >> 8, family, sourceBits, scopeBits, ...address.subarray(0, octets));
    if (sourceBits % 8 !== 0) data[3 + octets]! &= 0xff << (8 - (sourceBits % 8));
    return data;
  },
  format: (value) => `${subnetOf(value) ?? `0/${value.sourceBits}`}/${value.scopeBits}`,
};

/** The prefix that a client told; undefined when it told none (family 0). */
export function subnetOf({ family, address, sourceBits }: ClientSubnet): Netmask | undefined {
  return family === 0 ? undefined : Netmask.of(IPAddress.fromOctets(address), sourceBits);
}

/** The option for a prefix; `scopeBits` only in answers. */
export function clientSubnet({ address, bits }: Netmask, scopeBits = 0): ClientSubnet {
  return { family: address.family === 4 ? 1 : 2, address: address.octets, sourceBits: bits, scopeBits };
}
