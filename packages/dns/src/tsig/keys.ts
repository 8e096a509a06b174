/** TSIG keys and algorithms (RFC 8945 §6, IANA "TSIG Algorithm Names"). */
import { parseBase64 } from '../rdata/index.ts';
import { DNSName } from '../wire/index.ts';

/** How one algorithm computes its MAC. */
export interface TsigAlgorithm {
  readonly name: DNSName;
  /** What node:crypto calls the hash. */
  readonly hash: string;
  /** Octets of the MAC; less than the hash has in the truncated forms. */
  readonly octets: number;
  /** Fewest octets that a MAC cut short may have: 10, or half the hash (RFC 8945 §5.2.2.1). */
  readonly octetsMin: number;
}

const algorithm = (name: string, hash: string, octets: number, hashOctets = octets): TsigAlgorithm => ({
  name: DNSName.of(name),
  hash,
  octets,
  octetsMin: Math.max(10, hashOctets / 2),
});

const MD5 = 'hmac-md5.sig-alg.reg.int.';
/** Every algorithm that is computed here. */
export const tsigAlgorithms: readonly TsigAlgorithm[] = [
  algorithm(MD5, 'md5', 16),
  algorithm('hmac-sha1.', 'sha1', 20),
  algorithm('hmac-sha224.', 'sha224', 28),
  algorithm('hmac-sha256.', 'sha256', 32),
  algorithm('hmac-sha256-128.', 'sha256', 16, 32),
  algorithm('hmac-sha384.', 'sha384', 48),
  algorithm('hmac-sha384-192.', 'sha384', 24, 48),
  algorithm('hmac-sha512.', 'sha512', 64),
  algorithm('hmac-sha512-256.', 'sha512', 32, 64),
];
const BY_NAME = new Map(tsigAlgorithms.map((entry) => [entry.name.key, entry]));

/** A shared secret. Key names are names of the DNS and compare like them. */
export interface TsigKey {
  readonly name: DNSName;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Uint8Array;
}

/** The algorithm of a name in text, with or without the final dot; `hmac-md5` is short for its full name. */
export function parseTsigAlgorithm(text: string): TsigAlgorithm | undefined {
  const name = DNSName.parse(text.toLowerCase() === 'hmac-md5' ? MD5 : text);
  return name === undefined ? undefined : findTsigAlgorithm(name);
}

/** The algorithm of a name; undefined when it is not known. */
export function findTsigAlgorithm(name: DNSName): TsigAlgorithm | undefined {
  return BY_NAME.get(name.key);
}

/** `[algorithm:]name:secret` with the secret in base64, as `dig -y` takes it; HMAC-SHA256 by default. */
export function parseTsigKey(text: string): TsigKey | undefined {
  const parts = text.split(':');
  if (parts.length < 2 || parts.length > 3) return undefined;
  const found = parseTsigAlgorithm(parts.length === 3 ? parts[0]! : 'hmac-sha256');
  const name = DNSName.parse(parts.at(-2)!);
  const secret = parseBase64(parts.at(-1)!);
  if (found === undefined || name === undefined || secret === undefined || secret.length === 0) return undefined;
  return { name, algorithm: found, secret };
}

/** The keys of a server, by name. */
export class TsigKeyring {
  readonly #keys = new Map<string, TsigKey>();

  constructor(keys: Iterable<TsigKey> = []) {
    for (const key of keys) this.#keys.set(key.name.key, key);
  }

  get size(): number {
    return this.#keys.size;
  }

  get(name: DNSName): TsigKey | undefined {
    return this.#keys.get(name.key);
  }
}
