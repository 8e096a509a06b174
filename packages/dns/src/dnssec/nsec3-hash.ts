/** Hashed owner names (RFC 5155 §5). */
import { hash } from 'node:crypto';
import { formatBase32Hex, parseBase32Hex } from '../rdata/index.ts';
import { DNSName } from '../wire/index.ts';

/** The only hash algorithm there is: SHA-1. */
export const NSEC3_SHA1 = 1;
/** Octets of its hashes. */
export const NSEC3_OCTETS = 20;

/** How a zone hashes its names. */
export interface Nsec3Parameters {
  /** Times that the hash is hashed again. */
  readonly iterations: number;
  readonly salt: Uint8Array;
}

/** The hash of a name, 20 octets. */
export function nsec3Hash(name: DNSName, { iterations, salt }: Nsec3Parameters): Uint8Array {
  let digest = hash('sha1', Buffer.concat([name.lowered().wire, salt]), 'buffer');
  const input = Buffer.alloc(digest.length + salt.length);
  input.set(salt, digest.length);
  for (let i = 0; i < iterations; i += 1) {
    input.set(digest);
    digest = hash('sha1', input, 'buffer');
  }
  return digest;
}

/** The owner of the NSEC3 record with this hash; undefined when the zone's name is too long for it. */
export function nsec3Owner(digest: Uint8Array, zone: DNSName): DNSName | undefined {
  return zone.prepend(Buffer.from(formatBase32Hex(digest).toLowerCase(), 'latin1'));
}

/** The hash in an NSEC3 owner name right below the zone; undefined for any other name. */
export function ownerHash(owner: DNSName, zone: DNSName): Uint8Array | undefined {
  if (owner.isRoot || !owner.parent().equals(zone)) return undefined;
  return parseBase32Hex(Buffer.from(owner.labels()[0]!).toString('latin1'));
}
