/** Fields that several types share and the reader does not know. */
import { IPAddress } from '../inet/index.ts';
import type { WireReader } from '../wire/index.ts';

/** An address of 4 or 16 octets; the reader fails when they are not there. */
export function decodeAddress(r: WireReader, family: 4 | 6): IPAddress {
  const octets = r.bytes(family === 4 ? 4 : 16);
  if (octets.length > 0) return IPAddress.fromOctets(octets);
  return family === 4 ? IPAddress.anyV4 : IPAddress.anyV6;
}
