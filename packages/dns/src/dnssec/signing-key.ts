/** Key pairs that sign zones: made, read and written. */
import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { dnskey, encodeRdata, type Dnskey } from '../rdata/index.ts';
import { algorithmParts, type AlgorithmParts } from './algorithm.ts';
import { KeyFlag, keyTag } from './key-tag.ts';
import { publicKey, PublicKeyCache } from './public-key.ts';

/** A private key with its DNSKEY record. */
export interface SigningKey extends Dnskey {
  readonly tag: number;
  /** RDATA of the DNSKEY. */
  readonly rdata: Uint8Array;
  readonly privateKey: KeyObject;
}

/** How a key is made. */
export interface KeyOptions {
  readonly algorithm: number;
  /** 256 signs the zone, 257 (SEP) the DNSKEY RRset, or both. */
  readonly flags?: number;
  /** Modulus of an RSA key; 2048 by default. */
  readonly bits?: number;
}

/** A new key pair. Throws a RangeError for an algorithm that cannot sign. */
export function generateKey({ algorithm, flags = KeyFlag.ZONE | KeyFlag.SEP, bits = 2048 }: KeyOptions): SigningKey {
  const parts = algorithmParts(algorithm);
  if (parts?.signs !== true) throw new RangeError(`algorithm ${algorithm} is not for signing`);
  return signingKey(generate(parts, bits), algorithm, flags);
}

function generate({ kind, curve }: AlgorithmParts, bits: number): KeyObject {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
  return curve === 'Ed25519' ? generateKeyPairSync('ed25519').privateKey : generateKeyPairSync('ed448').privateKey;
}

/** A private key as it is in PEM (PKCS #8 or SEC 1). Undefined when the text is none, none of that algorithm, or its
 *  signatures would not pass by its own DNSKEY. */
export function signingKeyFromPem(pem: string, { algorithm, flags = 257 }: KeyOptions): SigningKey | undefined {
  try {
    return readSigningKey(createPrivateKey(pem), algorithm, flags);
  } catch {
    return undefined;
  }
}

/** The private key in PEM (PKCS #8). */
export function signingKeyToPem(key: SigningKey): string {
  return key.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** Joins a private key and what its DNSKEY says. Throws a RangeError when the key is not of the algorithm. */
export function signingKey(privateKey: KeyObject, algorithm: number, flags: number): SigningKey {
  const record = { flags, protocol: 3, algorithm, publicKey: publicOctets(privateKey, algorithm) };
  const rdata = encodeRdata(dnskey, record);
  return { ...record, tag: keyTag(rdata), rdata, privateKey };
}

/** A key that came from outside, as `signingKey` joins it; OpenSSL takes RSA numbers that make no key. Undefined when
 *  validators cannot use the DNSKEY, or a signature does not pass by it. */
export function readSigningKey(privateKey: KeyObject, algorithm: number, flags: number): SigningKey | undefined {
  try {
    const key = signingKey(privateKey, algorithm, flags);
    const validator = publicKey(key.rdata, new PublicKeyCache(1));
    if (validator === undefined) return undefined;
    const hash = algorithmParts(algorithm)?.hash;
    return verify(hash, key.rdata, validator.key, sign(hash, key.rdata, privateKey)) ? key : undefined;
  } catch {
    return undefined; // of another algorithm, or numbers that cannot be computed with
  }
}

/** A private key of an elliptic curve from its octets alone; the public half is computed. Zeros in front may be left
 *  out of an ECDSA key, which is a number: ldns writes it so. */
export function curveKey({ kind, curve, keyOctets }: AlgorithmParts, octets: Uint8Array): KeyObject | undefined {
  const size = kind === 'ec' ? keyOctets / 2 : keyOctets;
  const missing = size - octets.length;
  if (kind === 'rsa' || missing < 0 || (kind === 'ed' && missing > 0)) return undefined;
  const secret = Buffer.concat([Buffer.alloc(missing), octets]);
  try {
    if (kind === 'ed') {
      const prefix = curve === 'Ed25519' ? ED25519_PKCS8 : ED448_PKCS8;
      return createPrivateKey({ key: Buffer.concat([prefix, secret]), format: 'der', type: 'pkcs8' });
    }
    const pair = createECDH(curve === 'P-256' ? 'prime256v1' : 'secp384r1');
    pair.setPrivateKey(secret);
    const point = pair.getPublicKey();
    const half = keyOctets / 2;
    const coordinate = (at: number): string => point.subarray(at, at + half).toString('base64url');
    const jwk = { kty: 'EC', crv: curve, x: coordinate(1), y: coordinate(1 + half), d: base64url(secret) };
    return createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined; // zero, or not below the curve's order
  }
}

/** PKCS #8 up to the key's octets (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const ED448_PKCS8 = Buffer.from('3047020100300506032b6571043b0439', 'hex');

/** The public key field of the DNSKEY. */
function publicOctets(privateKey: KeyObject, algorithm: number): Uint8Array {
  const parts = algorithmParts(algorithm);
  const { kty, crv, n, e, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (parts?.kind === 'rsa' && kty === 'RSA') {
    const exponent = Buffer.from(e!, 'base64url');
    const length = exponent.length < 256 ? [exponent.length] : [0, exponent.length >> 8, exponent.length & 0xff];
    return Buffer.concat([Uint8Array.from(length), exponent, Buffer.from(n!, 'base64url')]);
  }
  if (parts === undefined || parts.kind === 'rsa' || crv !== parts.curve) {
    throw new RangeError(`a ${crv ?? kty} key is none of algorithm ${algorithm}`);
  }
  return Buffer.concat([Buffer.from(x!, 'base64url'), Buffer.from(y ?? '', 'base64url')]);
}

function base64url(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64url');
}
