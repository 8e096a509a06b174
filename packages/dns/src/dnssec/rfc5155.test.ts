/** The zone of RFC 5155 appendix A and the responses of appendix B. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '@span53/testkit';
import { formatBase32Hex, parseTimestamp } from '../rdata/index.ts';
import { DNSName, parseRType } from '../wire/index.ts';
import { keyTag } from './key-tag.ts';
import { nsec3Hash, nsec3Owner, ownerHash } from './nsec3-hash.ts';
import { nsec3NoDs, nsec3Nodata, nsec3Nxdomain, nsec3Record, nsec3Wildcard, type Nsec3Record } from './nsec3-proof.ts';
import { publicKey } from './public-key.ts';
import { verifyRRset } from './verify.ts';
import { findSet, rrsetsOf, rrsigsAt } from './zone.fixture.ts';

const hashes = [
  ['example.', '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom'],
  ['a.example.', '35mthgpgcu1qg68fab165klnsnk3dpvl'],
  ['ai.example.', 'gjeqe526plbf1g8mklp59enfd789njgi'],
  ['ns1.example.', '2t7b4g4vsa5smi47k61mv5bv1a22bojr'],
  ['ns2.example.', 'q04jkcevqvmu85r014c7dkba38o0ji5r'],
  ['w.example.', 'k8udemvp1j2f7eg6jebps17vp3n8i58h'],
  ['*.w.example.', 'r53bq7cc2uvmubfu5ocmm6pers9tk9en'],
  ['x.w.example.', 'b4um86eghhds6nea196smvmlo4ors995'],
  ['y.w.example.', 'ji6neoaepv8b5o6k4ev33abha8ht9fgc'],
  ['x.y.w.example.', '2vptu5timamqttgl4luu9kg21e0aor3s'],
  ['xx.example.', 't644ebqk9bibcna874givr6joj62mlhv'],
  ['2t7b4g4vsa5smi47k61mv5bv1a22bojr.example.', 'kohar7mbb8dc2ce8a9qvl8hon4k53uhi'],
] as const;
const salted = { iterations: 12, salt: hex`aabbccdd` };
const example = DNSName.of('example.');
for (const [name, hash] of hashes) {
  test(`appendix A: the hash of ${name}`, () => {
    const digest = nsec3Hash(DNSName.of(name.toUpperCase()), salted);
    assert.equal(formatBase32Hex(digest).toLowerCase(), hash);
    assert.equal(nsec3Owner(digest, example)?.toString(), `${hash}.example.`);
    assert.deepEqual(Buffer.from(ownerHash(DNSName.of(`${hash}.example.`), example)!), Buffer.from(digest));
  });
}

test('only a name right below the zone has a hash', () => {
  for (const owner of ['example.', 'a.b.example.', 'x.test.', '0p9mhaveqvm6t7vbl5lop2u3t2rp3tow.example.', '.']) {
    assert.equal(ownerHash(DNSName.of(owner), example), undefined);
  }
});

const zone = rrsetsOf(`
$TTL 3600
@ SOA ns1 bugs.x.w 1 3600 300 3600000 3600
@ RRSIG SOA 7 1 3600 20150420235959 20051021000000 40430 example. (
  Hu25UIyNPmvPIVBrldN+9Mlp9Zql39qaUd8iq4ZLlYWfUUbbAS41pG+68z81q1xhkYAcEyHdVI2LmKusbZsT0Q== )
@ NS ns1
@ NS ns2
@ RRSIG NS 7 1 3600 20150420235959 20051021000000 40430 example. (
  PVOgtMK1HHeSTau+HwDWC8Ts+6C8qtqd4pQJqOtdEVgg+MA+ai4fWDEhu3qHJyLcQ9tbD2vvCnMXjtz6SyObxA== )
@ DNSKEY 256 3 7 AwEAAaetidLzsKWUt4swWR8yu0wPHPiUi8LUsAD0QPWU+wzt89epO6tHzkMBVDkC7qphQO2hTY4hHn9npWFRw5BYubE=
@ DNSKEY 257 3 7 AwEAAcUlFV1vhmqx6NSOUOq2R/dsR7Xm3upJj7IommWSpJABVfW8Q0rOvXdM6kzt+TAu92L9AbsUdblMFin8CVF3n4s=
@ RRSIG DNSKEY 7 1 3600 20150420235959 20051021000000 12708 example. (
  AuU4juU9RaxescSmStrQks3Gh9FblGBlVU31uzMZ/U/FpsUb8aC6QZS+sTsJXnLnz7flGOsmMGQZf3bH+QsCtg== )
@ NSEC3PARAM 1 0 12 aabbccdd
@ RRSIG NSEC3PARAM 7 1 3600 20150420235959 20051021000000 40430 example. (
  C1Gl8tPZNtnjlrYWDeeUV/sGLCyy/IHie2rerN05XSA3Pq0U3+4VvGWYWdUMfflOdxqnXHwJTLQsjlkynhG6Cg== )
0p9mhaveqvm6t7vbl5lop2u3t2rp3tom NSEC3 1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr (
  MX DNSKEY NS SOA NSEC3PARAM RRSIG )
0p9mhaveqvm6t7vbl5lop2u3t2rp3tom RRSIG NSEC3 7 2 3600 20150420235959 20051021000000 40430 example. (
  OSgWSm26B+cS+dDL8b5QrWr/dEWhtCsKlwKLIBHYH6blRxK9rC0bMJPwQ4mLIuw85H2EY762BOCXJZMnpuwhpA== )
2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 1 1 12 aabbccdd 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG
2t7b4g4vsa5smi47k61mv5bv1a22bojr RRSIG NSEC3 7 2 3600 20150420235959 20051021000000 40430 example. (
  OmBvJ1Vgg1hCKMXHFiNeIYHK9XVW0iLDLwJN4TFoNxZuP03gAXEI634YwOc4YBNITrj413iqNI6mRk/r1dOSUw== )
2t7b4g4vsa5smi47k61mv5bv1a22bojr A 192.0.2.127
2t7b4g4vsa5smi47k61mv5bv1a22bojr RRSIG A 7 2 3600 20150420235959 20051021000000 40430 example. (
  h6c++bzhRuWWt2bykN6mjaTNBcXNq5UuL5EdK+iDP4eY8I0kSiKaCjg3tC1SQkeloMeub2GWk8p6xHMPZumXlw== )
2vptu5timamqttgl4luu9kg21e0aor3s NSEC3 1 1 12 aabbccdd 35mthgpgcu1qg68fab165klnsnk3dpvl MX RRSIG
35mthgpgcu1qg68fab165klnsnk3dpvl NSEC3 1 1 12 aabbccdd b4um86eghhds6nea196smvmlo4ors995 NS DS RRSIG
35mthgpgcu1qg68fab165klnsnk3dpvl RRSIG NSEC3 7 2 3600 20150420235959 20051021000000 40430 example. (
  g6jPUUpduAJKRljUsN8gB4UagAX0NxY9shwQAynzo8EUWH+z6hEIBlUTPGj15eZll6VhQqgZXtAIR3chwgW+SA== )
b4um86eghhds6nea196smvmlo4ors995 NSEC3 1 1 12 aabbccdd gjeqe526plbf1g8mklp59enfd789njgi MX RRSIG
b4um86eghhds6nea196smvmlo4ors995 RRSIG NSEC3 7 2 3600 20150420235959 20051021000000 40430 example. (
  ZkPG3M32lmoHM6pa3D6gZFGB/rhL//Bs3Omh5u4m/CUiwtblEVOaAKKZd7S959OeiX43aLX3pOv0TSTyiTxIZg== )
gjeqe526plbf1g8mklp59enfd789njgi NSEC3 1 1 12 aabbccdd ji6neoaepv8b5o6k4ev33abha8ht9fgc HINFO A AAAA RRSIG
ji6neoaepv8b5o6k4ev33abha8ht9fgc NSEC3 1 1 12 aabbccdd k8udemvp1j2f7eg6jebps17vp3n8i58h
ji6neoaepv8b5o6k4ev33abha8ht9fgc RRSIG NSEC3 7 2 3600 20150420235959 20051021000000 40430 example. (
  gPkFp1s2QDQ6wQzcg1uSebZ61W33rUBDcTj72F3kQ490fEdp7k1BUIfbcZtPbX3YCpE+sIt0MpzVSKfTwx4uYA== )
k8udemvp1j2f7eg6jebps17vp3n8i58h NSEC3 1 1 12 aabbccdd kohar7mbb8dc2ce8a9qvl8hon4k53uhi
k8udemvp1j2f7eg6jebps17vp3n8i58h RRSIG NSEC3 7 2 3600 20150420235959 20051021000000 40430 example. (
  FtXGbvF0+wf8iWkyo73enAuVx03klN+pILBKS6qCcftVtfH4yVzsEZquJ27NHR7ruxJWDNMtOtx7w9WfcIg62A== )
kohar7mbb8dc2ce8a9qvl8hon4k53uhi NSEC3 1 1 12 aabbccdd q04jkcevqvmu85r014c7dkba38o0ji5r A RRSIG
q04jkcevqvmu85r014c7dkba38o0ji5r NSEC3 1 1 12 aabbccdd r53bq7cc2uvmubfu5ocmm6pers9tk9en A RRSIG
q04jkcevqvmu85r014c7dkba38o0ji5r RRSIG NSEC3 7 2 3600 20150420235959 20051021000000 40430 example. (
  hV5I89b+4FHJDATp09g4bbN0R1F845CaXpL3ZxlMKimoPAyqletMlEWwLfFia7sdpSzn+ZlNNlkxWcLsIlMmUg== )
r53bq7cc2uvmubfu5ocmm6pers9tk9en NSEC3 1 1 12 aabbccdd t644ebqk9bibcna874givr6joj62mlhv MX RRSIG
r53bq7cc2uvmubfu5ocmm6pers9tk9en RRSIG NSEC3 7 2 3600 20150420235959 20051021000000 40430 example. (
  aupviViruXs4bDg9rCbezzBMf9h1ZlDvbW/CZFKulIGXXLj8B/fsDJarXVDA9bnUoRhEbKp+HF1FWKW7RIJdtQ== )
t644ebqk9bibcna874givr6joj62mlhv NSEC3 1 1 12 aabbccdd 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom HINFO A AAAA RRSIG
ai A 192.0.2.9
ai RRSIG A 7 2 3600 20150420235959 20051021000000 40430 example. (
  hVe+wKYMlObTRPhX0NL67GxeZfdxqr/QeR6FtfdAj5+FgYxyzPEjIzvKWy00hWIl6wD3Vws+rznEn8sQ64UdqA== )
ai AAAA 2001:db8::f00:baa9
ai RRSIG AAAA 7 2 3600 20150420235959 20051021000000 40430 example. (
  LcdxKaCB5bGZwPDg+3JJ4O02zoMBrjxqlf6WuaHQZZfTUpb9Nf2nxFGe2XRPfR5tpJT6GdRGcHueLuXkMjBArQ== )
ns1 A 192.0.2.1
ns1 RRSIG A 7 2 3600 20150420235959 20051021000000 40430 example. (
  bu6kx73n6XEunoVGuRfAgY7EF/AJqHy7hj0jkiqJjB0dOrx3wuz9SaBeGfqWIdn/uta3SavN4FRvZR9SCFHF5Q== )
ns2 A 192.0.2.2
ns2 RRSIG A 7 2 3600 20150420235959 20051021000000 40430 example. (
  ktQ3TqE0CfRfki0Rb/Ip5BM0VnxelbuejCC4zpLbFKA/7eD7UNAwxMgxJPtbdST+syjYSJaj4IHfeX6n8vfoGA== )
a.z.w MX 1 ai
a.z.w RRSIG MX 7 2 3600 20150420235959 20051021000000 40430 example. (
  CikebjQwGQPwijVcxgcZcSJKtfynugtlBiKb9FcBTrmOoyQ4InoWVudhCWsh/URX3lc4WRUMivEBP6+4KS3ldA== )
`);
const keySet = findSet(zone, 'example.', 'DNSKEY');
const context = {
  signer: example,
  keys: keySet.rdata.map((rdata) => publicKey(rdata)!),
  unixSeconds: parseTimestamp('20100101000000')!,
};

test('appendix A: key tags', () => assert.deepEqual(keySet.rdata.map(keyTag).toSorted(), [12_708, 40_430]));

const signed = zone.filter((set) => set.type !== parseRType('RRSIG') && rrsigsAt(zone, set.name).length > 0);
for (const set of signed) {
  test(`appendix A and B: the signature over ${set.name} ${set.type} is good`, () => {
    assert.equal(verifyRRset(set, rrsigsAt(zone, set.name), context).state, 'secure');
  });
}

const chain = zone.filter(({ type }) => type === parseRType('NSEC3')).map((set) => nsec3Record(set, example)!);
/** Records by the first digits of their owners; `flags` 0 takes opt-out away. */
const records = (owners: string, flags = 1): Nsec3Record[] =>
  owners.split(' ').map((start) => {
    const found = chain.find(({ hash }) => formatBase32Hex(hash).toLowerCase().startsWith(start));
    assert.ok(found, start);
    return { ...found, flags };
  });
const denied = (qname: string, qtype: string) => ({
  qname: DNSName.of(qname),
  qtype: parseRType(qtype)!,
  zone: example,
});

test('appendix B.1: name error for a.c.x.w.example., in an opt-out zone only insecure', () => {
  const query = denied('a.c.x.w.example.', 'A');
  assert.deepEqual(nsec3Nxdomain(query, records('0p9m b4um 35mt')), { state: 'insecure', why: 'opt-out' });
  const proof = nsec3Nxdomain(query, records('0p9m b4um 35mt', 0));
  assert.ok(proof.state === 'proved' && proof.closestEncloser!.equals(DNSName.of('x.w.example.')));
  assert.deepEqual(nsec3Nxdomain(query, records('0p9m b4um', 0)), {
    state: 'failed',
    why: 'no NSEC3 covers the wildcard',
  });
  assert.deepEqual(nsec3Nxdomain(query, records('b4um 35mt', 0)), {
    state: 'failed',
    why: 'no NSEC3 covers the next closer name',
  });
  assert.deepEqual(nsec3Nxdomain(query, records('35mt', 0)), {
    state: 'failed',
    why: 'no NSEC3 matches a closest encloser',
  });
});

test('appendix B.2: no data for ns1.example. MX', () => {
  assert.equal(nsec3Nodata(denied('ns1.example.', 'MX'), records('2t7b')).state, 'proved');
  assert.equal(nsec3Nodata(denied('ns1.example.', 'A'), records('2t7b')).state, 'failed');
});

test('appendix B.2.1: no data at the empty non-terminal y.w.example.', () => {
  assert.equal(nsec3Nodata(denied('y.w.example.', 'A'), records('ji6n')).state, 'proved');
});

test('appendix B.3: referral to the opt-out zone c.example.', () => {
  assert.deepEqual(nsec3NoDs(denied('c.example.', 'DS'), records('35mt 0p9m')), { state: 'insecure', why: 'opt-out' });
  assert.deepEqual(nsec3NoDs(denied('c.example.', 'DS'), records('35mt 0p9m', 0)), {
    state: 'failed',
    why: 'no NSEC3 matches, and there is no opt-out',
  });
  assert.equal(nsec3NoDs(denied('a.example.', 'DS'), records('35mt')).state, 'failed', 'there the DS exists');
  assert.deepEqual(nsec3NoDs(denied('ai.example.', 'DS'), records('gjeq')), {
    state: 'failed',
    why: 'no delegation exists',
  });
});

test('appendix B.4: wildcard expansion for a.z.w.example. MX', () => {
  const wildcard = DNSName.of('*.w.example.');
  assert.equal(nsec3Wildcard(denied('a.z.w.example.', 'MX'), wildcard, records('q04j', 0)).state, 'proved');
  assert.deepEqual(nsec3Wildcard(denied('a.z.w.example.', 'MX'), wildcard, records('q04j')), {
    state: 'insecure',
    why: 'opt-out',
  });
  assert.equal(nsec3Wildcard(denied('a.z.w.example.', 'MX'), wildcard, records('35mt')).state, 'failed');
});

test('appendix B.5: wildcard no data for a.z.w.example. AAAA', () => {
  const proof = nsec3Nodata(denied('a.z.w.example.', 'AAAA'), records('k8ud q04j r53b', 0));
  assert.ok(proof.state === 'proved' && proof.wildcard!.equals(DNSName.of('*.w.example.')));
  assert.equal(nsec3Nodata(denied('a.z.w.example.', 'MX'), records('k8ud q04j r53b', 0)).state, 'failed');
});

test('appendix B.6: the child cannot deny its DS', () => {
  assert.deepEqual(nsec3Nodata(denied('example.', 'DS'), records('0p9m')), {
    state: 'failed',
    why: 'DS denied by the child',
  });
});

test('RFC 5155 §8.3: a closest encloser that is a delegation proves nothing below it', () => {
  const query = denied('x.a.example.', 'A');
  assert.equal(nsec3Nxdomain(query, chain).state, 'failed');
});

test('RFC 5155 §8.2: records that differ in salt or iterations prove nothing', () => {
  const [first, ...rest] = records('0p9m b4um 35mt', 0);
  const mixed = [{ ...first!, iterations: 11 }, ...rest];
  assert.deepEqual(nsec3Nxdomain(denied('a.c.x.w.example.', 'A'), mixed), {
    state: 'failed',
    why: 'NSEC3 parameters differ',
  });
});

test('RFC 9276 §3.2: over the limit of iterations a zone is insecure', () => {
  const query = denied('ns1.example.', 'MX');
  assert.equal(nsec3Nodata(query, records('2t7b'), { iterationsMax: 12 }).state, 'proved');
  assert.deepEqual(nsec3Nodata(query, records('2t7b'), { iterationsMax: 11 }), {
    state: 'insecure',
    why: 'NSEC3 iterations',
  });
});

test('CVE-2023-50868: hashes are counted over all proofs of a query', () => {
  const budget = { hashes: 50 };
  const query = denied('a.b.c.d.e.f.g.x.w.example.', 'A');
  assert.deepEqual(nsec3Nxdomain(query, records('0p9m 35mt', 0), { budget }), {
    state: 'failed',
    why: 'too many NSEC3 hashes',
  });
  assert.equal(nsec3Nodata(denied('ns1.example.', 'MX'), records('2t7b'), { budget }).state, 'failed');
});

test('RFC 5155 §8.2: records with unknown flags or hashes are left out', () => {
  const set = findSet(zone, '2vptu5timamqttgl4luu9kg21e0aor3s.example.', 'NSEC3');
  const changed = (at: number, value: number) => {
    const rdata = Uint8Array.from(set.rdata[0]!);
    rdata[at] = value;
    return nsec3Record({ ...set, rdata: [rdata] }, example);
  };
  assert.equal(changed(0, 2), undefined);
  assert.equal(changed(1, 2), undefined);
  assert.equal(changed(1, 0)?.flags, 0);
  assert.equal(nsec3Record(set, DNSName.of('test.')), undefined);
});
