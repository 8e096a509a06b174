/** Checking signatures over RRsets (RFC 4035 §5.3, RFC 6840). */
import { verify } from 'node:crypto';
import { decodeAs, rrsig, type Rrsig } from '../rdata/index.ts';
import { compareSerials, type DNSName, type RRset } from '../wire/index.ts';
import { algorithmParts } from './algorithm.ts';
import { signedData, signedLabels } from './canonical.ts';
import { KeyFlag } from './key-tag.ts';
import type { PublicKey } from './public-key.ts';

/** Why no signature is good: names of the validation states that PowerDNS reports. */
export type BogusReason =
  | 'NoRRSIG'
  | 'NoValidRRSIG'
  | 'SignatureNotYetValid'
  | 'SignatureExpired'
  | 'NoValidDNSKEY'
  | 'UnsupportedDNSKEYAlgo'
  | 'NoZoneKeyBitSet'
  | 'RevokedDNSKEY'
  | 'InvalidDNSKEYProtocol'
  | 'TooMuchWork';

/** Outcome for one RRset. */
export type Verdict =
  | {
      readonly state: 'secure';
      readonly signature: Rrsig;
      readonly key: PublicKey;
      /** The wildcard that the RRset was made from: then the answer also needs a proof that no closer name exists. */
      readonly wildcard: DNSName | undefined;
      /** Seconds that the RRset may be kept (RFC 4035 §5.3.3). */
      readonly ttlMax: number;
    }
  | { readonly state: 'bogus'; readonly reason: BogusReason };

/** Work that is left for one query, over all its RRsets: colliding key tags would multiply it (CVE-2023-50387). */
export interface Budget {
  verifications: number;
}

/** What is known about the zone and the time. */
export interface VerifyContext {
  /** The zone that must have signed. */
  readonly signer: DNSName;
  /** Keys of its secure DNSKEY RRset. */
  readonly keys: readonly PublicKey[];
  /** Now, seconds since 1970. */
  readonly unixSeconds: number;
  /** Seconds that clocks may differ; 0 by default. */
  readonly skewSeconds?: number;
  readonly budget?: Budget;
}

/** How close each reason came to a good signature: the closest one is reported. */
const CLOSENESS: readonly BogusReason[] = [
  'NoRRSIG',
  'NoValidDNSKEY',
  'UnsupportedDNSKEYAlgo',
  'InvalidDNSKEYProtocol',
  'NoZoneKeyBitSet',
  'RevokedDNSKEY',
  'NoValidRRSIG',
  'SignatureNotYetValid',
  'SignatureExpired',
  'TooMuchWork',
];

/** Checks an RRset against the RDATA of the RRSIG records that came with it. One good signature suffices. */
export function verifyRRset(rrset: RRset, rrsigs: readonly Uint8Array[], context: VerifyContext): Verdict {
  let reason: BogusReason = 'NoRRSIG';
  for (const rdata of rrsigs) {
    const signature = decodeAs(rrsig, rdata);
    if (signature === undefined || signature.typeCovered !== rrset.type) continue;
    const outcome = verifySignature(rrset, signature, context);
    if (typeof outcome !== 'string') return outcome;
    if (outcome === 'TooMuchWork') return { state: 'bogus', reason: outcome };
    if (CLOSENESS.indexOf(outcome) > CLOSENESS.indexOf(reason)) reason = outcome;
  }
  return { state: 'bogus', reason };
}

/** Checks one signature with every key that its tag may mean. */
export function verifySignature(rrset: RRset, signature: Rrsig, context: VerifyContext): Verdict | BogusReason {
  const { unixSeconds, skewSeconds = 0, budget } = context;
  const { name } = rrset;
  const labels = signedLabels(name);
  // RFC 4035 §5.3.1: the signer is the zone, and the labels are not more than the owner has.
  if (!signature.signer.equals(context.signer) || !name.isPartOf(context.signer)) return 'NoValidRRSIG';
  if (signature.labels > labels || signature.labels < context.signer.labelCount) return 'NoValidRRSIG';
  if (compareSerials(signature.expiration, signature.inception) < 0) return 'NoValidRRSIG';
  if (compareSerials(signature.expiration, unixSeconds - skewSeconds) < 0) return 'SignatureExpired';
  if (compareSerials(signature.inception, unixSeconds + skewSeconds) > 0) return 'SignatureNotYetValid';
  let reason: BogusReason =
    algorithmParts(signature.algorithm) === undefined ? 'UnsupportedDNSKEYAlgo' : 'NoValidDNSKEY';
  let data: Buffer | undefined;
  for (const key of context.keys) {
    if (key.tag !== signature.keyTag || key.algorithm !== signature.algorithm) continue;
    const unusable = keyProblem(key, rrset.type);
    if (unusable === undefined) {
      if (budget !== undefined && --budget.verifications < 0) return 'TooMuchWork';
      data ??= signedData(rrset, signature);
      if (verifyOctets(key, data, signature.signature)) return secure(rrset, signature, key, context);
    }
    reason = unusable ?? 'NoValidRRSIG';
  }
  return reason;
}

function secure(rrset: RRset, signature: Rrsig, key: PublicKey, { unixSeconds }: VerifyContext): Verdict {
  const left = Math.max(0, compareSerials(signature.expiration, unixSeconds));
  const ttlMax = Math.min(rrset.ttl, signature.originalTtl, left);
  const expanded = signature.labels < signedLabels(rrset.name);
  const wildcard = expanded ? rrset.name.lastLabels(signature.labels).wildcard() : undefined;
  return { state: 'secure', signature, key, wildcard, ttlMax };
}

/** Why a key must not be used for a type: a revoked one signs nothing but its own RRset (RFC 5011 §2.1). */
function keyProblem({ flags, protocol }: PublicKey, type: number): BogusReason | undefined {
  if ((flags & KeyFlag.ZONE) === 0) return 'NoZoneKeyBitSet';
  if (protocol !== 3) return 'InvalidDNSKEYProtocol';
  return (flags & KeyFlag.REVOKED) !== 0 && type !== 48 ? 'RevokedDNSKEY' : undefined;
}

function verifyOctets({ algorithm, key }: PublicKey, data: Buffer, signature: Uint8Array): boolean {
  const parts = algorithmParts(algorithm)!;
  if (parts.signatureOctets !== 0 && signature.length !== parts.signatureOctets) return false;
  try {
    return verify(parts.hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false; // OpenSSL refuses some RSA keys only now
  }
}
