import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAs, ds, dnskey, encodeRdata } from '../rdata/index.ts';
import { DNSName, RType, type RRset } from '../wire/index.ts';
import { makeDs, makeDsRdata } from './digest.ts';
import { matchedTags, verifyKeySet, type KeySetInput } from './key-set.ts';
import { KeyFlag } from './key-tag.ts';
import { signRRset } from './sign.ts';
import { generateKey, signingKey, type SigningKey } from './signing-key.ts';

const zone = DNSName.of('example.');
const now = 1_700_000_000;
const validity = { inception: now - 60, expiration: now + 60 };
const ksk = generateKey({ algorithm: 15, flags: 257 });
const zsk = generateKey({ algorithm: 15, flags: 256 });

function keySet(keys: readonly SigningKey[]): RRset {
  return { name: zone, type: RType.DNSKEY, class: 1, ttl: 3600, rdata: keys.map(({ rdata }) => rdata) };
}

function input(change: Partial<KeySetInput> & { readonly signers?: readonly SigningKey[] } = {}): KeySetInput {
  const { signers = [ksk], ...rest } = change;
  const keys = rest.keys ?? keySet([ksk, zsk]);
  const rrsigs = signers.map((key) => signRRset(keys, zone, key, validity));
  return { zone, keys, rrsigs, ds: [makeDsRdata(zone, ksk.rdata)!], unixSeconds: now, ...rest };
}

/** A DS whose field at an offset is another. */
function dsWith(at: number, value: number): Uint8Array {
  const rdata = Uint8Array.from(makeDsRdata(zone, ksk.rdata)!);
  rdata[at] = value;
  return rdata;
}

test('RFC 4035 §5.2: a key that a DS names signs the set, all zone keys in it are trusted', () => {
  const verdict = verifyKeySet(input());
  assert.ok(verdict.state === 'secure');
  assert.deepEqual(verdict.keys.map(({ tag }) => tag).toSorted(), [ksk.tag, zsk.tag].toSorted());
  assert.equal(verdict.ttlMax, 60);
  assert.deepEqual(matchedTags(input()), [ksk.tag]);
});

const bogus = [
  {
    what: 'no DS names a key',
    change: { ds: [makeDsRdata(zone, generateKey({ algorithm: 15 }).rdata)!] },
    reason: 'NoValidDNSKEY',
  },
  { what: 'the digest differs', change: { ds: [dsWith(10, 0xff)] }, reason: 'NoValidDNSKEY' },
  { what: 'only another key signed', change: { signers: [zsk] }, reason: 'NoValidDNSKEY' },
  { what: 'nothing is signed', change: { signers: [] }, reason: 'NoRRSIG' },
  { what: 'the signature is old', change: { unixSeconds: now + 61 }, reason: 'SignatureExpired' },
  {
    what: 'the DS is of another zone',
    change: { ds: [makeDsRdata(DNSName.of('test.'), ksk.rdata)!] },
    reason: 'NoValidDNSKEY',
  },
  { what: 'the budget is spent', change: { budget: { verifications: 0 } }, reason: 'TooMuchWork' },
];
for (const { what, change, reason } of bogus) {
  test(`bogus: ${what}`, () => assert.deepEqual(verifyKeySet(input(change)), { state: 'bogus', reason }));
}

const insecure = [
  { what: 'an unknown algorithm', ds: [dsWith(2, 200)], reason: 'UnsupportedDNSKEYAlgo' },
  { what: 'an unknown digest', ds: [dsWith(3, 200)], reason: 'UnsupportedDSDigestType' },
  { what: 'no DS that can be read', ds: [Uint8Array.of(1)], reason: 'UnsupportedDNSKEYAlgo' },
];
for (const { what, ds: rdata, reason } of insecure) {
  test(`RFC 4035 §5.2: insecure for ${what} alone`, () => {
    assert.deepEqual(verifyKeySet(input({ ds: rdata })), { state: 'insecure', reason });
  });
}

test('an unknown DS beside a good one does no harm', () => {
  assert.equal(verifyKeySet(input({ ds: [dsWith(2, 200), makeDsRdata(zone, ksk.rdata)!] })).state, 'secure');
});

test('RFC 4509 §3: a SHA-1 DS does not count beside SHA-256', () => {
  const sha1 = makeDsRdata(zone, ksk.rdata, 1)!;
  assert.equal(verifyKeySet(input({ ds: [sha1] })).state, 'secure');
  const wrong = encodeRdata(ds, { ...makeDs(zone, ksk.rdata)!, digest: new Uint8Array(32) });
  assert.deepEqual(verifyKeySet(input({ ds: [sha1, wrong] })), { state: 'bogus', reason: 'NoValidDNSKEY' });
});

test('RFC 5011 §2.1: a revoked key and one without the zone bit are not trusted', () => {
  const revoked = signingKey(zsk.privateKey, 15, 256 | KeyFlag.REVOKED);
  const noZone = signingKey(generateKey({ algorithm: 15 }).privateKey, 15, 0);
  const verdict = verifyKeySet(input({ keys: keySet([ksk, revoked, noZone]) }));
  assert.ok(verdict.state === 'secure');
  assert.deepEqual(
    verdict.keys.map(({ tag }) => tag),
    [ksk.tag],
  );
});

test('RFC 5011 §2.1: a DS of a revoked key leads nowhere, beside a good one it does no harm', () => {
  const revoked = signingKey(ksk.privateKey, 15, 257 | KeyFlag.REVOKED);
  const keys = keySet([revoked, zsk]);
  const records = [makeDsRdata(zone, revoked.rdata)!];
  const verdict = verifyKeySet(input({ keys, signers: [revoked], ds: records }));
  assert.deepEqual(verdict, { state: 'bogus', reason: 'RevokedDNSKEY' });
  const both = keySet([revoked, ksk, zsk]);
  records.push(makeDsRdata(zone, ksk.rdata)!);
  assert.equal(verifyKeySet(input({ keys: both, signers: [revoked, ksk], ds: records })).state, 'secure');
});

test('CVE-2023-50387: only so many DS records and keys are looked at', () => {
  const record = decodeAs(dnskey, zsk.rdata)!;
  const many = Array.from({ length: 200 }, (_, i) => ({
    ...zsk,
    rdata: encodeRdata(dnskey, { ...record, flags: 256 + 2 * i }),
  }));
  assert.deepEqual(verifyKeySet(input({ keys: keySet([...many, ksk]) })), { state: 'bogus', reason: 'NoValidDNSKEY' });
});
