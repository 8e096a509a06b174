/** Keys in and out: DNSKEY octets, BIND files, PEM. */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { dnskey, encodeRdata } from '../rdata/index.ts';
import { algorithmName, algorithmParts, isSupportedAlgorithm } from './algorithm.ts';
import { formatBindPrivate, parseBindPrivate } from './bind-private.ts';
import { keyTag } from './key-tag.ts';
import { PublicKeyCache, publicKey } from './public-key.ts';
import {
  curveKey,
  generateKey,
  signingKey,
  signingKeyFromPem,
  signingKeyToPem,
  type SigningKey,
} from './signing-key.ts';

/** Keys of algorithms that are only verified are read and written, but not made. */
function keyOf(algorithm: number): SigningKey {
  if (![5, 7, 10].includes(algorithm)) return generateKey({ algorithm, bits: 1024 });
  return signingKey(generateKey({ algorithm: 8, bits: 1024 }).privateKey, algorithm, 257);
}

for (const algorithm of [5, 7, 8, 10, 13, 14, 15, 16]) {
  const name = algorithmName(algorithm);
  test(`${name}: BIND and PEM files give the key back`, () => {
    const key = keyOf(algorithm);
    const bind = parseBindPrivate(formatBindPrivate(key), key.flags);
    assert.ok(typeof bind !== 'string', String(bind));
    assert.equal(toHex(bind.rdata), toHex(key.rdata));
    assert.equal(formatBindPrivate(bind), formatBindPrivate(key));
    const pem = signingKeyFromPem(signingKeyToPem(key), { algorithm });
    assert.equal(toHex(pem!.rdata), toHex(key.rdata));
    assert.equal(publicKey(key.rdata)?.tag, key.tag);
  });
}

for (const algorithm of [13, 14]) {
  test(`algorithm ${algorithm}: ldns leaves out zeros in front of a key, which is a number`, () => {
    const size = algorithmParts(algorithm)!.keyOctets / 2;
    const file = (octets: Uint8Array): string =>
      `Private-key-format: v1.2\nAlgorithm: ${algorithm}\nPrivateKey: ${Buffer.from(octets).toString('base64')}\n`;
    const secret = Buffer.alloc(size, 0x5a).fill(0, 0, 2);
    const whole = parseBindPrivate(file(secret));
    const short = parseBindPrivate(file(secret.subarray(2)));
    assert.ok(typeof whole !== 'string' && typeof short !== 'string');
    assert.equal(toHex(short.rdata), toHex(whole.rdata));
    assert.match(String(parseBindPrivate(file(Buffer.alloc(size + 1, 1)))), /no whole/);
  });
}

const wrongFiles = [
  { what: 'nothing', text: '', says: /no Private-key-format/ },
  { what: 'another format', text: 'Private-key-format: v2.0\nAlgorithm: 13\n', says: /no Private-key-format/ },
  {
    what: 'an unknown algorithm',
    text: 'Private-key-format: v1.3\nAlgorithm: 3 (DSA)\n',
    says: /"3 \(DSA\)" is not supported/,
  },
  { what: 'no algorithm', text: 'Private-key-format: v1.3\n', says: /"" is not supported/ },
  { what: 'no key', text: 'Private-key-format: v1.3\nAlgorithm: 13\n', says: /no whole ECDSAP256SHA256 key/ },
  {
    what: 'a short key',
    text: 'Private-key-format: v1.3\nAlgorithm: 15\nPrivateKey: AAAA\n',
    says: /no whole ED25519 key/,
  },
  {
    what: 'a zero key',
    text: `Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: ${'A'.repeat(43)}=\n`,
    says: /no whole/,
  },
  {
    what: 'half an RSA key',
    text: 'Private-key-format: v1.3\nAlgorithm: 8\nModulus: AQAB\n',
    says: /no whole RSASHA256 key/,
  },
];
for (const { what, text, says } of wrongFiles) {
  test(`a private key file with ${what} is refused with the reason`, () => {
    const outcome = parseBindPrivate(text);
    assert.ok(typeof outcome === 'string');
    assert.match(outcome, says);
  });
}

/** An RSA key with some numbers changed. */
function rsaFiles(change: Readonly<Record<string, string>>): { bind: string; pem: string } {
  const key = generateKey({ algorithm: 8, bits: 1024 });
  const jwk = { ...key.privateKey.export({ format: 'jwk' }), ...change };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    bind: formatBindPrivate({ ...key, privateKey }),
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}
const every = (value: string): Record<string, string> =>
  Object.fromEntries(['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].map((member) => [member, value]));
const other = generateKey({ algorithm: 8, bits: 1024 }).privateKey.export({ format: 'jwk' });
const nonsense = [
  { what: 'each number is 65537', change: every('AQAB') },
  { what: 'each number is 1', change: every('AQ') },
  {
    what: 'all but the exponent are even',
    change: { ...every(Buffer.alloc(128, 0xfe).toString('base64url')), e: 'AQAB' },
  },
  { what: 'the modulus is that of another key', change: { n: other.n! } },
];
for (const { what, change } of nonsense) {
  test(`RSA numbers that make no key are refused, in a BIND file and in PEM: ${what}`, () => {
    const { bind, pem } = rsaFiles(change);
    assert.match(String(parseBindPrivate(bind)), /^no RSASHA256 key whose signatures pass$/);
    assert.equal(signingKeyFromPem(pem, { algorithm: 8 }), undefined);
  });
}

test('a PEM of another kind, or none, is refused', () => {
  const pem = signingKeyToPem(generateKey({ algorithm: 13 }));
  for (const algorithm of [8, 14, 15]) assert.equal(signingKeyFromPem(pem, { algorithm }), undefined);
  assert.equal(signingKeyFromPem('nothing', { algorithm: 13 }), undefined);
});

test('keys of algorithms that are not known, or only verified, are not made', () => {
  assert.throws(() => generateKey({ algorithm: 3 }), RangeError);
  for (const algorithm of [5, 7, 10]) assert.throws(() => generateKey({ algorithm }), RangeError, 'RFC 9904 §2');
  assert.throws(() => signingKey(generateKey({ algorithm: 13 }).privateKey, 14, 257), RangeError);
  assert.equal(curveKey(algorithmParts(8)!, hex`00`), undefined);
  assert.ok(!isSupportedAlgorithm(1) && algorithmName(1) === '1');
});

const key = (algorithm: number, octets: Uint8Array): Uint8Array =>
  encodeRdata(dnskey, { flags: 257, protocol: 3, algorithm, publicKey: octets });
const modulus = (octets: number): string => `c1${'5b'.repeat(octets - 1)}`;
const unusable = [
  { what: 'an unknown algorithm', rdata: key(200, hex`0102`) },
  { what: 'P-256 with a coordinate missing', rdata: key(13, Buffer.alloc(32, 1)) },
  { what: 'P-256 off the curve', rdata: key(13, Buffer.alloc(64, 1)) },
  { what: 'Ed25519 of 31 octets', rdata: key(15, Buffer.alloc(31, 1)) },
  { what: 'RSA without a modulus', rdata: key(8, hex`03 010001`) },
  { what: 'RSA with an exponent over the end', rdata: key(8, hex`ff 010001`) },
  { what: 'RSA without an exponent', rdata: key(8, hex`00 0000 ${modulus(128)}`) },
  { what: 'RSA with an exponent of six octets', rdata: key(8, hex`06 010000000001 ${modulus(128)}`) },
  { what: 'RSA of 504 bits', rdata: key(8, hex`03 010001 ${modulus(63)}`) },
  { what: 'RSA of 4104 bits', rdata: key(8, hex`03 010001 ${modulus(513)}`) },
  { what: 'no whole DNSKEY', rdata: hex`0101 03` },
];
for (const { what, rdata } of unusable) {
  test(`a DNSKEY cannot be used: ${what}`, () => assert.equal(publicKey(rdata), undefined));
}

test('RFC 3110 §2: an exponent length of two octets behind a zero', () => {
  const short = publicKey(key(8, hex`03 010001 ${modulus(128)}`))!;
  const long = publicKey(key(8, hex`00 0003 010001 ${modulus(128)}`))!;
  assert.ok(short.key.equals(long.key));
});

test('imported keys are kept, the least recently used forgotten first', () => {
  const cache = new PublicKeyCache(2);
  const [first, second, third] = [15, 15, 15].map((algorithm) => generateKey({ algorithm }).rdata);
  const imported = publicKey(first!, cache)!.key;
  publicKey(second!, cache);
  assert.equal(publicKey(first!, cache)!.key, imported);
  publicKey(third!, cache);
  assert.equal(cache.size, 2);
  assert.equal(publicKey(first!, cache)!.key, imported, 'it was used last');
  publicKey(key(15, Buffer.alloc(31)), cache);
  assert.equal(cache.size, 2, 'what cannot be imported is not kept');
});

test('RFC 4034 appendix B: the key tag sums octets in pairs and folds once', () => {
  assert.equal(keyTag(hex`ffff ffff`), 0xffff);
  assert.equal(keyTag(hex`0001 02`), 0x0201);
  assert.equal(keyTag(hex``), 0);
});
