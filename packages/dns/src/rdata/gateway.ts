/** The gateway field of IPSECKEY and the relay field of AMTRELAY: nothing, an address or a name. */
import type { IPAddress } from '../inet/index.ts';
import { DNSName, type WireReader, type WireWriter } from '../wire/index.ts';
import { decodeAddress } from './fields.ts';
import type { TextReader } from './text-reader.ts';

/** Type 0 is none (the root stands in its place), 1 IPv4, 2 IPv6, 3 a name that is not compressed. */
export type Gateway =
  | { readonly type: 0; readonly target: DNSName }
  | { readonly type: 1 | 2; readonly target: IPAddress }
  | { readonly type: 3; readonly target: DNSName };

/** The last type there is; what stands in the field of a later one is not known. */
export const GATEWAY_TYPE_MAX = 3;

const none: Gateway = { type: 0, target: DNSName.root };

export function decodeGateway(r: WireReader, type: number): Gateway {
  switch (type) {
    case 0:
      return none;
    case 1:
      return { type, target: decodeAddress(r, 4) };
    case 2:
      return { type, target: decodeAddress(r, 6) };
    case 3:
      return { type, target: r.plainName() };
    default:
      r.fail();
      return none;
  }
}

export function encodeGateway(w: WireWriter, gateway: Gateway): void {
  if (gateway.type === 3) w.name(gateway.target);
  else if (gateway.type !== 0) w.bytes(gateway.target.octets);
}

export function parseGateway(t: TextReader, type: number): Gateway {
  switch (type) {
    case 0:
      t.take('"."', (text) => (text === '.' ? text : undefined));
      return none;
    case 1:
      return { type, target: t.address(4) };
    case 2:
      return { type, target: t.address(6) };
    case 3:
      return { type, target: t.name() };
    default:
      t.fail(`gateway type ${type} is unknown`);
      return none;
  }
}
