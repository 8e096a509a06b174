/** Extended DNS Errors (RFC 8914 and the IANA registry "Extended DNS Error Codes"). */
import type { OptionCodec } from '../option-codec.ts';
import { quotedText } from './text.ts';

/** INFO-CODEs by name. */
export const Ede = {
  Other: 0,
  UnsupportedDnskeyAlgorithm: 1,
  UnsupportedDsDigestType: 2,
  StaleAnswer: 3,
  ForgedAnswer: 4,
  DnssecIndeterminate: 5,
  DnssecBogus: 6,
  SignatureExpired: 7,
  SignatureNotYetValid: 8,
  DnskeyMissing: 9,
  RrsigsMissing: 10,
  NoZoneKeyBitSet: 11,
  NsecMissing: 12,
  CachedError: 13,
  NotReady: 14,
  Blocked: 15,
  Censored: 16,
  Filtered: 17,
  Prohibited: 18,
  StaleNxdomainAnswer: 19,
  NotAuthoritative: 20,
  NotSupported: 21,
  NoReachableAuthority: 22,
  NetworkError: 23,
  InvalidData: 24,
  SignatureExpiredBeforeValid: 25,
  TooEarly: 26,
  UnsupportedNsec3Iterations: 27,
  UnableToConformToPolicy: 28,
  Synthesized: 29,
  InvalidQueryType: 30,
  RateLimited: 31,
  OverQuota: 32,
  NegativeTrustAnchor: 33,
  NewDelegationOnly: 34,
  BlockedByUpstream: 35,
} as const;
/** A 16-bit INFO-CODE. */
export type Ede = number;

const NAMES = new Map<number, string>(
  Object.entries(Ede).map(([name, code]) => [
    code,
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/\b(Dnskey|Dnssec|Ds|Nsec3?|Nxdomain)\b/g, (word) => word.toUpperCase())
      .replace('Rrsigs', 'RRSIGs'),
  ]),
);
// Those that the registry writes otherwise.
NAMES.set(Ede.SignatureExpiredBeforeValid, 'Signature Expired before Valid');
NAMES.set(Ede.UnsupportedNsec3Iterations, 'Unsupported NSEC3 Iterations Value');
NAMES.set(Ede.UnableToConformToPolicy, 'Unable to conform to policy');
NAMES.set(Ede.BlockedByUpstream, 'Blocked by Upstream DNS Server');

/** The registry's name in words, `EDE 4711` when there is none. */
export function edeName(code: number): string {
  return NAMES.get(code) ?? `EDE ${code}`;
}

/** One error: INFO-CODE and EXTRA-TEXT. */
export interface ExtendedError {
  readonly code: number;
  readonly text: string;
}

/** Option data: INFO-CODE, then EXTRA-TEXT as UTF-8 without a final zero. */
export function encodeEde(code: number, text = ''): Buffer {
  const octets = Buffer.alloc(2 + Buffer.byteLength(text));
  octets.writeUInt16BE(code, 0);
  octets.write(text, 2, 'utf8');
  return octets;
}

/** Undefined when there is no INFO-CODE; a final zero octet is dropped (RFC 8914 §2). */
export function decodeEde(data: Uint8Array): ExtendedError | undefined {
  if (data.length < 2) return undefined;
  const end = data.length > 2 && data.at(-1) === 0 ? data.length - 1 : data.length;
  return { code: (data[0]! << 8) | data[1]!, text: Buffer.from(data.subarray(2, end)).toString('utf8') };
}

/** EDE (RFC 8914 §2). Its text is `18 (Prohibited): "text"`, the last part only when there is one. */
export const edeOption: OptionCodec<ExtendedError> = {
  code: 15,
  decode: decodeEde,
  encode: ({ code, text }) => encodeEde(code, text),
  format: ({ code, text }) => {
    const name = NAMES.has(code) ? `${code} (${edeName(code)})` : String(code);
    return text === '' ? name : `${name}: ${quotedText(Buffer.from(text))}`;
  },
};
