/** BIND's `.private` files (format v1.3), as dnssec-keygen, ldns-keygen and keymgr read and write them. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { parseBase64 } from '../rdata/index.ts';
import { algorithmName, algorithmParts } from './algorithm.ts';
import { curveKey, readSigningKey, type SigningKey } from './signing-key.ts';

/** Field of the file and member of the JWK, in the file's order. */
const RSA_FIELDS = [
  ['Modulus', 'n'],
  ['PublicExponent', 'e'],
  ['PrivateExponent', 'd'],
  ['Prime1', 'p'],
  ['Prime2', 'q'],
  ['Exponent1', 'dp'],
  ['Exponent2', 'dq'],
  ['Coefficient', 'qi'],
] as const;

/** Reads a `.private` file; a text says what is wrong with it. `flags` are those of the DNSKEY in the `.key` file. */
export function parseBindPrivate(text: string, flags = 257): SigningKey | string {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  if (!/^v1\.\d+$/.test(fields.get('Private-key-format') ?? '')) return 'no Private-key-format: v1.x';
  const algorithm = Number.parseInt(fields.get('Algorithm') ?? '', 10);
  const parts = algorithmParts(algorithm);
  if (parts === undefined) return `algorithm "${fields.get('Algorithm') ?? ''}" is not supported`;
  const secret = parts.kind === 'rsa' ? rsaKey(fields) : curveKey(parts, octetsOf(fields.get('PrivateKey')));
  if (secret === undefined) return `no whole ${parts.mnemonic} key`;
  return readSigningKey(secret, algorithm, flags) ?? `no ${parts.mnemonic} key whose signatures pass`;
}

/** Writes a `.private` file without its times. */
export function formatBindPrivate({ algorithm, privateKey }: SigningKey): string {
  const jwk = privateKey.export({ format: 'jwk' });
  const lines = ['Private-key-format: v1.3', `Algorithm: ${algorithm} (${algorithmName(algorithm)})`];
  const base64 = (value: string): string => Buffer.from(value, 'base64url').toString('base64');
  if (algorithmParts(algorithm)?.kind === 'rsa') {
    for (const [field, member] of RSA_FIELDS) lines.push(`${field}: ${base64(jwk[member] as string)}`);
  } else lines.push(`PrivateKey: ${base64(jwk.d!)}`);
  return `${lines.join('\n')}\n`;
}

function rsaKey(fields: ReadonlyMap<string, string>): KeyObject | undefined {
  const jwk: Record<string, string> = { kty: 'RSA' };
  for (const [field, member] of RSA_FIELDS) {
    const octets = octetsOf(fields.get(field));
    if (octets.length === 0) return undefined; // OpenSSL would take the key, and sign nonsense
    jwk[member] = Buffer.from(octets).toString('base64url');
  }
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function octetsOf(base64: string | undefined): Uint8Array {
  return parseBase64(base64 ?? '') ?? new Uint8Array(0);
}
