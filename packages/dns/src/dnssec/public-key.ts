/** Public keys of DNSKEY records for node:crypto, imported once. */
import { createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { dnskey, decodeAs, type Dnskey } from '../rdata/index.ts';
import { algorithmParts, type AlgorithmParts } from './algorithm.ts';
import { keyTag } from './key-tag.ts';

/** A DNSKEY that signatures can be checked with. */
export interface PublicKey extends Dnskey {
  readonly tag: number;
  /** The record's RDATA. */
  readonly rdata: Uint8Array;
  readonly key: KeyObject;
}

/** Most bits in an RSA modulus (RFC 3110, RFC 5702 §2.1), and octets in its exponent: long ones only cost time. */
const MODULUS_BITS_MAX = 4096;
const EXPONENT_OCTETS_MAX = 5;
/** Importing a key costs as much as checking a signature, so some thousands are kept. */
const CACHED_KEYS_MAX = 2048;

/** Imported keys by algorithm and octets, the least recently used forgotten first. Not shared between threads. */
export class PublicKeyCache {
  readonly #keys = new Map<string, KeyObject>();
  readonly #max: number;

  constructor(max: number = CACHED_KEYS_MAX) {
    this.#max = max;
  }

  get size(): number {
    return this.#keys.size;
  }

  /** Undefined for an algorithm that is not supported, or octets that are no key of it. */
  import(algorithm: number, octets: Uint8Array): KeyObject | undefined {
    const id = String.fromCharCode(algorithm) + Buffer.from(octets).toString('latin1');
    const cached = this.#keys.get(id);
    if (cached !== undefined) {
      this.#keys.delete(id);
      this.#keys.set(id, cached);
      return cached;
    }
    const key = importPublicKey(algorithm, octets);
    if (key === undefined) return undefined;
    if (this.#keys.size >= this.#max) this.#keys.delete(this.#keys.keys().next().value!);
    this.#keys.set(id, key);
    return key;
  }
}

const shared = new PublicKeyCache();

/** The key of DNSKEY RDATA; undefined when the RDATA is malformed or the key cannot be used. */
export function publicKey(rdata: Uint8Array, cache: PublicKeyCache = shared): PublicKey | undefined {
  const record = decodeAs(dnskey, rdata);
  const key = record === undefined ? undefined : cache.import(record.algorithm, record.publicKey);
  return record === undefined || key === undefined ? undefined : { ...record, tag: keyTag(rdata), rdata, key };
}

function importPublicKey(algorithm: number, octets: Uint8Array): KeyObject | undefined {
  const parts = algorithmParts(algorithm);
  const jwk = parts === undefined ? undefined : parts.kind === 'rsa' ? rsaJwk(octets) : curveJwk(parts, octets);
  if (jwk === undefined) return undefined;
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined; // a point that is not on the curve
  }
}

type Jwk = JsonWebKeyInput['key'];

/** Exponent length in one octet, or in two behind a zero; exponent; modulus (RFC 3110 §2). */
function rsaJwk(octets: Uint8Array): Jwk | undefined {
  const long = octets[0] === 0;
  const start = long ? 3 : 1;
  const length = long ? (octets[1]! << 8) | octets[2]! : octets[0]!;
  const exponent = octets.subarray(start, start + length);
  const modulus = octets.subarray(start + length);
  if (exponent.length === 0 || exponent.length > EXPONENT_OCTETS_MAX) return undefined;
  if (modulus.length < 64 || modulus.length > MODULUS_BITS_MAX / 8) return undefined;
  return { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) };
}

/** The point's coordinates one after the other (RFC 6605 §4), or the key as it is (RFC 8080 §3). */
function curveJwk({ kind, curve, keyOctets }: AlgorithmParts, octets: Uint8Array): Jwk | undefined {
  if (octets.length !== keyOctets) return undefined;
  if (kind === 'ed') return { kty: 'OKP', crv: curve, x: base64url(octets) };
  const half = keyOctets / 2;
  return { kty: 'EC', crv: curve, x: base64url(octets.subarray(0, half)), y: base64url(octets.subarray(half)) };
}

function base64url(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64url');
}
