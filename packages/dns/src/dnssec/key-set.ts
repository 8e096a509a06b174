/** From the DS records of a parent, or trust anchors, to the keys of a zone (RFC 4035 §5.2). */
import { decodeAs, ds, type Ds } from '../rdata/index.ts';
import type { DNSName, RRset } from '../wire/index.ts';
import { isSupportedAlgorithm } from './algorithm.ts';
import { dsMatches, DigestType, isSupportedDigest } from './digest.ts';
import { KeyFlag, keyTag } from './key-tag.ts';
import { publicKey, type PublicKey, type PublicKeyCache } from './public-key.ts';
import { verifyRRset, type Budget, type BogusReason } from './verify.ts';

/** What became of a DNSKEY RRset. */
export type KeySetVerdict =
  | { readonly state: 'secure'; readonly keys: readonly PublicKey[]; readonly ttlMax: number }
  /** The parent's DS records name nothing that is supported here (RFC 4035 §5.2): the zone counts as unsigned. */
  | { readonly state: 'insecure'; readonly reason: 'UnsupportedDNSKEYAlgo' | 'UnsupportedDSDigestType' }
  | { readonly state: 'bogus'; readonly reason: BogusReason };

/** A DNSKEY RRset and what speaks for it. */
export interface KeySetInput {
  readonly zone: DNSName;
  readonly keys: RRset;
  /** RDATA of the RRSIG records over it. */
  readonly rrsigs: readonly Uint8Array[];
  /** RDATA of the secure DS RRset, or of trust anchors in DS form. */
  readonly ds: readonly Uint8Array[];
  readonly unixSeconds: number;
  readonly skewSeconds?: number;
  readonly budget?: Budget;
  readonly cache?: PublicKeyCache;
}

/** DS records and keys looked at, at most: colliding tags would multiply them (CVE-2023-50387). */
const DS_MAX = 32;
const KEYS_MAX = 64;

/**
 * Checks a zone's DNSKEY RRset: a key that a DS names must have signed it. All its supported zone keys are the zone's
 * keys then. SHA-1 digests do not count when there is a stronger one (RFC 4509 §3).
 */
export function verifyKeySet(input: KeySetInput): KeySetVerdict {
  const { zone, keys, ds: rdata } = input;
  const all = rdata.slice(0, DS_MAX).map((octets) => decodeAs(ds, octets));
  const usable = strongest(all.filter((value) => value !== undefined && isUsable(value)) as Ds[]);
  if (usable.length === 0) {
    const unknownAlgorithm = all.every((value) => value === undefined || !isSupportedAlgorithm(value.algorithm));
    return { state: 'insecure', reason: unknownAlgorithm ? 'UnsupportedDNSKEYAlgo' : 'UnsupportedDSDigestType' };
  }
  const candidates = keys.rdata.slice(0, KEYS_MAX);
  const named = candidates.filter((octets) => usable.some((value) => dsMatches(value, zone, octets)));
  const known = named.map((octets) => publicKey(octets, input.cache)).filter((key) => key !== undefined);
  // A revoked key still signs its own RRset, but leads to nothing, whatever the parent says.
  const entry = known.filter(({ flags }) => (flags & KeyFlag.REVOKED) === 0);
  if (entry.length === 0) return { state: 'bogus', reason: known.length > 0 ? 'RevokedDNSKEY' : 'NoValidDNSKEY' };
  const verdict = verifyRRset(keys, input.rrsigs, { ...input, signer: zone, keys: entry });
  if (verdict.state === 'bogus') return verdict;
  const trusted = candidates.map((octets) => publicKey(octets, input.cache)).filter((key) => isZoneKey(key));
  return { state: 'secure', keys: trusted as PublicKey[], ttlMax: verdict.ttlMax };
}

/** Key tags of the DS records that have a matching key, for a trace. */
export function matchedTags({ zone, keys, ds: rdata }: Pick<KeySetInput, 'zone' | 'keys' | 'ds'>): number[] {
  const values = rdata.map((octets) => decodeAs(ds, octets));
  const named = keys.rdata.filter((octets) =>
    values.some((value) => value !== undefined && dsMatches(value, zone, octets)),
  );
  return named.map((octets) => keyTag(octets));
}

function isUsable({ algorithm, digestType }: Ds): boolean {
  return isSupportedAlgorithm(algorithm) && isSupportedDigest(digestType);
}

function strongest(values: readonly Ds[]): readonly Ds[] {
  const strong = values.filter(({ digestType }) => digestType !== DigestType.SHA1);
  return strong.length > 0 ? strong : values;
}

/** A revoked key speaks for nothing (RFC 5011 §2.1). */
function isZoneKey(key: PublicKey | undefined): boolean {
  return key !== undefined && key.protocol === 3 && (key.flags & (KeyFlag.ZONE | KeyFlag.REVOKED)) === KeyFlag.ZONE;
}
