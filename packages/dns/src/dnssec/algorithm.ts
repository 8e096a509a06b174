/** DNSSEC algorithms (IANA "DNS Security Algorithm Numbers"; which to use: RFC 9904) that can be computed here. */

export const Algorithm = {
  RSASHA1: 5,
  'RSASHA1-NSEC3-SHA1': 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
} as const;
/** An 8-bit algorithm number. */
export type Algorithm = number;

/** How one algorithm is computed. */
export interface AlgorithmParts {
  readonly mnemonic: string;
  /** Where it is specified. */
  readonly reference: string;
  readonly kind: 'rsa' | 'ec' | 'ed';
  /** For node:crypto; undefined when the algorithm hashes by itself. */
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | undefined;
  /** JWK name of the curve. */
  readonly curve: string;
  /** Octets of a public key and of a signature; 0 for RSA, where the key decides. */
  readonly keyOctets: number;
  readonly signatureOctets: number;
  /** False for those that must not sign any more (RFC 9905). */
  readonly signs: boolean;
}

const rsa = (mnemonic: string, hash: 'sha1' | 'sha256' | 'sha512', reference: string): AlgorithmParts => ({
  mnemonic,
  reference,
  kind: 'rsa',
  hash,
  curve: '',
  keyOctets: 0,
  signatureOctets: 0,
  signs: hash === 'sha256', // not SHA-1 any more, and SHA-512 has no use beside it
});

const PARTS = new Map<number, AlgorithmParts>([
  [5, rsa('RSASHA1', 'sha1', 'RFC 3110')],
  [7, rsa('NSEC3RSASHA1', 'sha1', 'RFC 5155 §2')],
  [8, rsa('RSASHA256', 'sha256', 'RFC 5702 §2.1')],
  [10, rsa('RSASHA512', 'sha512', 'RFC 5702 §2.2')],
  [
    13,
    {
      mnemonic: 'ECDSAP256SHA256',
      reference: 'RFC 6605',
      kind: 'ec',
      hash: 'sha256',
      curve: 'P-256',
      ...sizes(64, 64),
    },
  ],
  [
    14,
    {
      mnemonic: 'ECDSAP384SHA384',
      reference: 'RFC 6605',
      kind: 'ec',
      hash: 'sha384',
      curve: 'P-384',
      ...sizes(96, 96),
    },
  ],
  [15, { mnemonic: 'ED25519', reference: 'RFC 8080', kind: 'ed', hash: undefined, curve: 'Ed25519', ...sizes(32, 64) }],
  [16, { mnemonic: 'ED448', reference: 'RFC 8080', kind: 'ed', hash: undefined, curve: 'Ed448', ...sizes(57, 114) }],
]);

function sizes(
  keyOctets: number,
  signatureOctets: number,
): { keyOctets: number; signatureOctets: number; signs: true } {
  return { keyOctets, signatureOctets, signs: true };
}

/** Undefined for an algorithm that cannot be computed here: zones signed with nothing else are insecure. */
export function algorithmParts(algorithm: number): AlgorithmParts | undefined {
  return PARTS.get(algorithm);
}

/** True when signatures of the algorithm can be checked. */
export function isSupportedAlgorithm(algorithm: number): boolean {
  return PARTS.has(algorithm);
}

/** The mnemonic that BIND writes, the number when there is none. */
export function algorithmName(algorithm: number): string {
  return PARTS.get(algorithm)?.mnemonic ?? String(algorithm);
}
