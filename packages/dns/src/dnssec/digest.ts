/** Digests of DNSKEY records: DS and CDS (RFC 4034 §5.1.4, RFC 4509, RFC 6605). */
import { hash } from 'node:crypto';
import { decodeAs, dnskey, ds, encodeRdata, type Ds } from '../rdata/index.ts';
import { sameOctets, type DNSName } from '../wire/index.ts';
import { keyTag } from './key-tag.ts';

/** Digest types that can be computed here (IANA "DS RR Type Digest Algorithms"). */
export const DigestType = { SHA1: 1, SHA256: 2, SHA384: 4 } as const;

/** How one digest type is computed. */
export interface DigestParts {
  /** For node:crypto. */
  readonly hash: 'sha1' | 'sha256' | 'sha384';
  /** Where it is specified. */
  readonly reference: string;
}

const PARTS = new Map<number, DigestParts>([
  [1, { hash: 'sha1', reference: 'RFC 4034 §5.1.4' }],
  [2, { hash: 'sha256', reference: 'RFC 4509' }],
  [4, { hash: 'sha384', reference: 'RFC 6605' }],
]);

/** Undefined for a digest type that cannot be computed here. */
export function digestParts(digestType: number): DigestParts | undefined {
  return PARTS.get(digestType);
}

/** True when DS records with the digest type can be checked. */
export function isSupportedDigest(digestType: number): boolean {
  return PARTS.has(digestType);
}

/** The DS of a key at `owner`; undefined for malformed DNSKEY RDATA or a digest type that is not supported. */
export function makeDs(owner: DNSName, rdata: Uint8Array, digestType: number = DigestType.SHA256): Ds | undefined {
  const key = decodeAs(dnskey, rdata);
  const digest = keyDigest(owner, rdata, digestType);
  if (key === undefined || digest === undefined) return undefined;
  return { keyTag: keyTag(rdata), algorithm: key.algorithm, digestType, digest };
}

/** The same as RDATA. */
export function makeDsRdata(owner: DNSName, rdata: Uint8Array, digestType?: number): Uint8Array | undefined {
  const value = makeDs(owner, rdata, digestType);
  return value === undefined ? undefined : encodeRdata(ds, value);
}

/** True when the DS is of this key. */
export function dsMatches(value: Ds, owner: DNSName, rdata: Uint8Array): boolean {
  if (value.algorithm !== rdata[3] || value.keyTag !== keyTag(rdata)) return false;
  const digest = keyDigest(owner, rdata, value.digestType);
  return digest !== undefined && sameOctets(digest, value.digest);
}

function keyDigest(owner: DNSName, rdata: Uint8Array, digestType: number): Uint8Array | undefined {
  const name = PARTS.get(digestType)?.hash;
  return name === undefined ? undefined : hash(name, Buffer.concat([owner.lowered().wire, rdata]), 'buffer');
}
