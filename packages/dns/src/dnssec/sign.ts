/** Signing RRsets (RFC 4034 §3, RFC 4035 §2.2). */
import { sign } from 'node:crypto';
import { RType, type DNSName, type RRset } from '../wire/index.ts';
import { algorithmParts } from './algorithm.ts';
import { signatureHead, signedData, signedLabels, type SignatureHead } from './canonical.ts';
import type { SigningKey } from './signing-key.ts';

/** When signatures hold: 32-bit seconds since 1970. */
export interface Validity {
  readonly inception: number;
  readonly expiration: number;
}

/** RDATA of the RRSIG over `rrset` by a key of the zone `signer`. */
export function signRRset(rrset: RRset, signer: DNSName, key: SigningKey, validity: Validity): Uint8Array {
  const head: SignatureHead = {
    typeCovered: rrset.type,
    algorithm: key.algorithm,
    labels: signedLabels(rrset.name),
    originalTtl: rrset.ttl,
    expiration: validity.expiration >>> 0,
    inception: validity.inception >>> 0,
    keyTag: key.tag,
    signer,
  };
  return Buffer.concat([signatureHead(head), signOctets(key, signedData(rrset, head))]);
}

/** The RRSIG RRset over one RRset by all `keys`. Its TTL is that of what it covers (RFC 4034 §3). */
export function signatures(rrset: RRset, signer: DNSName, keys: readonly SigningKey[], validity: Validity): RRset {
  const rdata = keys.map((key) => signRRset(rrset, signer, key, validity));
  return { name: rrset.name, type: RType.RRSIG, class: rrset.class, ttl: rrset.ttl, rdata };
}

function signOctets({ algorithm, privateKey }: SigningKey, data: Buffer): Buffer {
  const hash = algorithmParts(algorithm)?.hash;
  return sign(hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
}
