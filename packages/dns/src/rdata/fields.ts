/** Fields that several types share and the reader does not know. */
import { IPAddress } from '../inet/index.ts';
import type { WireReader } from '../wire/index.ts';

/** An address of 4 or 16 octets; the reader fails when they are not there. */
export function decodeAddress(r: WireReader, family: 4 | 6): IPAddress {
  // A number makes no array of octets, which few ask for.
  if (family === 4) return IPAddress.fromWord(r.u32());
  const octets = r.bytes(16);
  return octets.length > 0 ? IPAddress.fromOctets(octets) : IPAddress.anyV6;
}
