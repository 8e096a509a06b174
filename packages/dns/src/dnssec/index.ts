export { Algorithm, algorithmName, algorithmParts, isSupportedAlgorithm, type AlgorithmParts } from './algorithm.ts';
export { formatBindPrivate, parseBindPrivate } from './bind-private.ts';
export { canonicalOrder, canonicalRecords, signedData, signedLabels, type SignatureHead } from './canonical.ts';
export type { Denial, Denied } from './denial.ts';
export {
  DigestType,
  digestParts,
  dsMatches,
  isSupportedDigest,
  makeDs,
  makeDsRdata,
  type DigestParts,
} from './digest.ts';
export { matchedTags, verifyKeySet, type KeySetInput, type KeySetVerdict } from './key-set.ts';
export { KeyFlag, keyTag } from './key-tag.ts';
export {
  nsecCovers,
  nsecNoDs,
  nsecNodata,
  nsecNxdomain,
  nsecRecord,
  nsecWildcard,
  type NsecRecord,
} from './nsec-proof.ts';
export { NSEC3_SHA1, nsec3Hash, nsec3Owner, ownerHash, type Nsec3Parameters } from './nsec3-hash.ts';
export {
  nsec3Covers,
  nsec3NoDs,
  nsec3Nodata,
  nsec3Nxdomain,
  nsec3Record,
  nsec3Wildcard,
  type Nsec3Limits,
  type Nsec3Record,
} from './nsec3-proof.ts';
export { PublicKeyCache, publicKey, type PublicKey } from './public-key.ts';
export { signRRset, signatures, type Validity } from './sign.ts';
export {
  curveKey,
  generateKey,
  signingKey,
  signingKeyFromPem,
  signingKeyToPem,
  type KeyOptions,
  type SigningKey,
} from './signing-key.ts';
export {
  verifyRRset,
  verifySignature,
  type BogusReason,
  type Budget,
  type Verdict,
  type VerifyContext,
} from './verify.ts';
export { signZone, type DenialKind, type ZoneToSign } from './zone-sign.ts';
export { bitmapTypes, signedSets, zoneNodes, type ZoneNode } from './zone-nodes.ts';
export { verifyZone, type SignedZone, type ZoneFinding } from './zone-verify.ts';
export { ZonemdHash, verifyZonemd, zoneDigest, zonemdRRset, type ZonemdInput, type ZonemdVerdict } from './zonemd.ts';
