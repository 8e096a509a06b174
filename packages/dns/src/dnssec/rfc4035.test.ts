/** The signed zone of RFC 4035 appendix A and the responses of appendix B. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTimestamp } from '../rdata/index.ts';
import { DNSName, parseRType, type RRset } from '../wire/index.ts';
import { nsecNodata, nsecNoDs, nsecNxdomain, nsecRecord, nsecWildcard } from './nsec-proof.ts';
import { publicKey } from './public-key.ts';
import { signRRset } from './sign.ts';
import { generateKey } from './signing-key.ts';
import { verifyRRset, type Verdict } from './verify.ts';
import { findSet, rrsetsOf, rrsigsAt } from './zone.fixture.ts';

const zone = rrsetsOf(String.raw`
$TTL 3600
@ SOA ns1 bugs.x.w 1081539377 3600 300 3600000 3600
@ RRSIG SOA 5 1 3600 20040509183619 20040409183619 38519 example. (
  ONx0k36rcjaxYtcNgq6iQnpNV5+drqYAsC9h7TSJaHCqbhE67Sr6aH2xDUGcqQWu/n0UVzrFvkgO9ebarZ0GWDKcuwlM6eNB5SiX2K74l5LWDA7S
  /Un/IbtDq4Ay8NMNLQI7Dw7n4p8/rjkBjV7j86HyQgM5e7+miRAz8V01b0I= )
@ NS ns1
@ NS ns2
@ RRSIG NS 5 1 3600 20040509183619 20040409183619 38519 example. (
  gl13F00f2U0R+SWiXXLHwsMY+qStYy5k6zfdEuivWc+wd1fmbNCyql0Tk7lHTX6UOxc8AgNf4ISFve8XqF4q+o9qlnqIzmppU3LiNeKT4FZ8RO5u
  rFOvoMRTbQxW3U0hXWuggE4g3ZpsHv480HjMeRaZB/FRPGfJPajngcq6Kwg= )
@ NSEC a.example. NS SOA MX RRSIG NSEC DNSKEY
@ RRSIG NSEC 5 1 3600 20040509183619 20040409183619 38519 example. (
  O0k558jHhyrC97ISHnislm4kLMW48C7U7cBmFTfhke5iVqNRVTB1STLMpgpbDIC9hcryoO0VZ9ME5xPzUEhbvGnHd5sfzgFVeGxr5Nyyq4tWSDBg
  IBiLQUv1ivy29vhXy7WgR62dPrZ0PWvmjfFJ5arXf4nPxp/kEowGgBRzY/U= )
@ DNSKEY 256 3 5 (
  AQOy1bZVvpPqhg4j7EJoM9rI3ZmyEx2OzDBVrZy/lvI5CQePxXHZS4i8dANH4DX3tbHol61ek8EFMcsGXxKciJFHyhl94C+NwILQdzsUlSFovBZs
  yl/NX6yEbtw/xN9ZNcrbYvgjjZ/UVPZIySFNsgEYvh0z2542lzMKR4Dh8uZffQ== )
a DS 57855 5 1 B6DCD485719ADCA18E5F3D48A2331627FDD3636B
a RRSIG DS 5 2 3600 20040509183619 20040409183619 38519 example. (
  oXIKit/QtdG64J/CB+Gi8dOvnwRvqrto1AdQoRkAN15FP3iZ7suB7gvTBmXzCjL7XUgQVcoHkdhyCuzp8W9qJHgRUSwKKkczSyuL64nhgjuDEML8
  l9wlWVsl7PR2VnZduM9bLyBhaaPmRKX/Fm+v6ccF2EGNLRiY08kdkz+XHHo= )
ai A 192.0.2.9
ai RRSIG A 5 2 3600 20040509183619 20040409183619 38519 example. (
  pAOtzLP2MU0tDJUwHOKE5FPIIHmdYsCgTb5BERGgpnJluA9ixOyf6xxVCgrEJW0WNZSsJicdhBHXfDmAGKUajUUlYSAH8tS4ZnrhyymIvk3uArDu
  2wfT130e9UHnumaHHMpUTosKe22PblOy6zrTpg9FkS0XGVmYRvOTNYx2HvQ= )
ai HINFO "KLH-10" "ITS"
ai RRSIG HINFO 5 2 3600 20040509183619 20040409183619 38519 example. (
  Iq/RGCbBdKzcYzlGE4ovbr5YcB+ezxbZ9W0le/7WqyvhOO9J16HxhhL7VY/IKmTUY0GGdcfhZEOCkf4lEykZF9NPok1/R/fWrtzNp8jobuY7AZEc
  Zadp1WdDF3jc2/ndCa5XZhLKD3JzOsBwFvL8sqlS5QS6FY/ijFEDnI4RkZA= )
ai AAAA 2001:db8::f00:baa9
ai RRSIG AAAA 5 2 3600 20040509183619 20040409183619 38519 example. (
  nLcpFuXdT35AcE+EoafOUkl69KB+/e56XmFKkewXG2IadYLKAOBIoR5+VoQV3XgTcofTJNsh1rnF6Eav2zpZB3byI6yo2bwY8MNkr4A7cL9TcMmD
  wV/hWFKsbGBsj8xSCN/caEL2CWY/5XP2sZM6QjBBLmukH30+w1z3h8PUP2o= )
b NSEC ns1.example. NS RRSIG NSEC
b RRSIG NSEC 5 2 3600 20040509183619 20040409183619 38519 example. (
  GNuxHn844wfmUhPzGWKJCPY5ttEX/RfjDoOx9ueK1PtYkOWKOOdiJ/PJKCYB3hYX+858dDWSxb2qnV/LSTCNVBnkm6owOpysY97MVj5VQEWs0lm9
  tFoqjcptQkmQKYPrwUnCSNwvvclSF1xZvhRXgWT7OuFXldoCG6TfVFMs9xE= )
ns1 A 192.0.2.1
ns1 RRSIG A 5 2 3600 20040509183619 20040409183619 38519 example. (
  F1C9HVhIcs10cZU09G5yIVfKJy5yRQQ3qVet5pGhp82pzhAOMZ3K22JnmK4c+IjUeFp/to06im5FVpHtbFisdjyPq84bhTv8vrXt5AB1wNB++iAq
  vIfdgW4sFNC6oADb1hK8QNauw9VePJhKv/iVXSYC0b7mPSU+EOlknFpVECs= )
ns1 NSEC ns2.example. A RRSIG NSEC
ns1 RRSIG NSEC 5 2 3600 20040509183619 20040409183619 38519 example. (
  I4hj+Kt6+8rCcHcUdolks2S+Wzri9h3fHas81rGN/eILdJHN7JpV6lLGPIh/8fIBkfvdyWnBjjf1q3O7JgYO1UdI7FvBNWqaaEPJK3UkddBqZIaL
  i8Qr2XHkjq38BeQsbp8X0+6h4ETWSGT8IZaIGBLryQWGLw6Y6X8dqhlnxJM= )
ns2 A 192.0.2.2
ns2 RRSIG A 5 2 3600 20040509183619 20040409183619 38519 example. (
  V7cQRw1TR+knlaL1z/psxlS1PcD37JJDaCMqQo6/u1qFQu6x+wuDHRH22Ap9ulJPQjFwMKOuyfPGQPC8KzGdE3vt5snFEAoE1Vn3mQqtu7SO6amI
  jk13Kj/jyJ4nGmdRIc/3cM3ipXFhNTKqrdhx8SZ0yy4ObIRzIzvBFLiSS8o= )
*.w NSEC x.w.example. MX RRSIG NSEC
*.w RRSIG NSEC 5 2 3600 20040509183619 20040409183619 38519 example. (
  r/mZnRC3I/VIcrelgIcteSxDhtsdlTDt8ng9HSBlABOlzLxQtfgTnn8f+aOwJIAFe1Ee5RvU5cVhQJNP5XpXMJHfyps8tVvfxSAXfahpYqtx91gs
  mcV/1V9/bZAG55CefP9cM4Z9Y9NT9XQ8s1InQ2UoIv6tJEaaKkP701j8OLA= )
x.w MX 1 xx
x.w RRSIG MX 5 3 3600 20040509183619 20040409183619 38519 example. (
  Il2WTZ+Bkv+OytBx4LItNW5mjB4RCwhOO8y1XzPHZmZUTVYL7LaA63f6T9ysVBzJRI3KRjAPH3U1qaYnDoN1DrWqmi9RJe4FoObkbcdm7P3Ikx70
  ePCoFgRz1Yq+bVVXCvGuAU4xALv3W/Y1jNSlwZ2mSWKHfxFQxPtLj8s32+k= )
x.y.w NSEC xx.example. MX RRSIG NSEC
x.y.w RRSIG NSEC 5 4 3600 20040509183619 20040409183619 38519 example. (
  OvE6WUzN2ziieJcvKPWbCAyXyP6ef8cr6CspArVSTzKSquNwbezZmkU7E34o5lmb6CWSSSpgxw098kNUFnHcQf/LzY2zqRomubrNQhJTiDTXa0Ar
  unJQCzPjOYq5t0SLjm6qp6McJI1AP5VrQoKqJDCLnoAlcPOPKAm/jJkn3jk= )
xx A 192.0.2.10
xx RRSIG A 5 2 3600 20040509183619 20040409183619 38519 example. (
  kBF4YxMGWF0D8r0cztL+2fWWOvN1U/GYSpYP7SoKoNQ4fZKyk+weWGlKLIUM+uE1zjVTPXoa0Z6WG0oZp46rkl1EzMcdMgoaeUzzAJ2BMq+YVdxG
  9IK1yZkYGY9AgbTOGPoAgbJyO9EPULsxkbIDV6GPPSZVusnZU6OMgdgzHV4= )
xx AAAA 2001:db8::f00:baaa
xx RRSIG AAAA 5 2 3600 20040509183619 20040409183619 38519 example. (
  Zzj0yodDxcBLnnOIwDsuKo5WqiaK24DlKg9CaGaxDFiKgKobUj2jilYQHpGFn2poFRetZd4zulyQkssz2QHrVrPuTMS22knudCiwP4LWpVTrU4zf
  eA+rDz9stmSBP/4PekH/x2IoAYnwctd/xS9cL2QgW7FChw16mzlkH6/vsfs= )
; appendix B.6: made from *.w.example.
a.z.w MX 1 ai
a.z.w RRSIG MX 5 2 3600 20040509183619 20040409183619 38519 example. (
  OMK8rAZlepfzLWW75Dxd63jy2wswESzxDKG2f9AMN1CytCd10cYISAxfAdvXSZ7xujKAtPbctvOQ2ofO7AZJ+d01EeeQTVBPq4/6KCWhqe2XTjnk
  VLNvvhnc0u28aoSsG0+4InvkkOHknKxw4kX18MMR34i8lC36SR5xBni8vHI= )
`);

const example = DNSName.of('example.');
const zsk = publicKey(findSet(zone, 'example.', 'DNSKEY').rdata[0]!)!;
const context = { signer: example, keys: [zsk], unixSeconds: parseTimestamp('20040420000000')! };
const check = (set: RRset, other: Partial<typeof context> = {}): Verdict =>
  verifyRRset(set, rrsigsAt(zone, set.name), { ...context, ...other });

test('the key has tag 38519', () => assert.equal(zsk.tag, 38_519));

for (const set of zone.filter(({ type }) => type !== parseRType('RRSIG') && type !== parseRType('DNSKEY'))) {
  test(`appendix A: the signature over ${set.name} ${set.type} is good`, () => {
    const verdict = check(set);
    assert.ok(verdict.state === 'secure', JSON.stringify(verdict));
    const wildcard = set.name.equals(DNSName.of('a.z.w.example.')) ? '*.w.example.' : undefined;
    assert.equal(verdict.wildcard?.toString(), wildcard);
    assert.equal(verdict.ttlMax, 3600);
  });
}

const soa = findSet(zone, 'example.', 'SOA');
const mx = findSet(zone, 'x.w.example.', 'MX');
const bogus: { what: string; verdict: () => Verdict; reason: string }[] = [
  {
    what: 'a second too late',
    verdict: () => check(soa, { unixSeconds: parseTimestamp('20040509183620')! }),
    reason: 'SignatureExpired',
  },
  {
    what: 'a second too early',
    verdict: () => check(soa, { unixSeconds: parseTimestamp('20040409183618')! }),
    reason: 'SignatureNotYetValid',
  },
  { what: 'without RRSIG', verdict: () => verifyRRset(soa, [], context), reason: 'NoRRSIG' },
  {
    what: 'with RRSIG over another type only',
    verdict: () => verifyRRset(mx, rrsigsAt(zone, example), context),
    reason: 'NoRRSIG',
  },
  { what: 'without keys', verdict: () => check(soa, { keys: [] }), reason: 'NoValidDNSKEY' },
  { what: 'by another zone', verdict: () => check(soa, { signer: DNSName.of('test.') }), reason: 'NoValidRRSIG' },
  { what: 'by the parent of the zone', verdict: () => check(soa, { signer: DNSName.root }), reason: 'NoValidRRSIG' },
  {
    what: 'by a key that is no zone key',
    verdict: () => check(soa, { keys: [{ ...zsk, flags: 1 }] }),
    reason: 'NoZoneKeyBitSet',
  },
  {
    what: 'by a key of protocol 2',
    verdict: () => check(soa, { keys: [{ ...zsk, protocol: 2 }] }),
    reason: 'InvalidDNSKEYProtocol',
  },
  {
    what: 'by a revoked key',
    verdict: () => check(soa, { keys: [{ ...zsk, flags: 0x180 }] }),
    reason: 'RevokedDNSKEY',
  },
  {
    what: 'of another owner',
    verdict: () => verifyRRset({ ...mx, name: DNSName.of('y.w.example.') }, rrsigsAt(zone, mx.name), context),
    reason: 'NoValidRRSIG',
  },
  {
    what: 'of an owner with fewer labels',
    verdict: () => verifyRRset({ ...mx, name: DNSName.of('w.example.') }, rrsigsAt(zone, mx.name), context),
    reason: 'NoValidRRSIG',
  },
];
for (const { what, verdict, reason } of bogus) {
  test(`RFC 4035 §5.3: a signature ${what} is bogus`, () => assert.deepEqual(verdict(), { state: 'bogus', reason }));
}

test('RFC 4035 §5.3.1: the labels of an RRSIG reach up to the zone, not above it', () => {
  const key = generateKey({ algorithm: 15, flags: 256 });
  const at = { ...context, keys: [publicKey(key.rdata)!] };
  const validity = { inception: at.unixSeconds - 60, expiration: at.unixSeconds + 60 };
  const judge = (wildcard: string): Verdict =>
    verifyRRset(mx, [signRRset({ ...mx, name: DNSName.of(wildcard) }, example, key, validity)], at);
  assert.equal(judge('*.w.example.').state, 'secure');
  assert.equal(judge('*.example.').state, 'secure');
  assert.deepEqual(judge('*.'), { state: 'bogus', reason: 'NoValidRRSIG' });
});

test('clocks may differ by the skew that is allowed', () => {
  const late = { ...context, unixSeconds: parseTimestamp('20040509183719')!, skewSeconds: 60 };
  const verdict = verifyRRset(soa, rrsigsAt(zone, example), late);
  assert.ok(verdict.state === 'secure' && verdict.ttlMax === 0);
});

test('the order of records, their case and their TTL do not matter', () => {
  const ns = findSet(zone, 'example.', 'NS');
  assert.equal(check({ ...ns, rdata: ns.rdata.toReversed() }).state, 'secure');
  assert.equal(check({ ...ns, name: DNSName.of('EXAMPLE.') }).state, 'secure');
  const upper = ns.rdata.map((octets) =>
    Buffer.from(Buffer.from(octets).toString('latin1').replace('ns', 'NS'), 'latin1'),
  );
  assert.equal(check({ ...ns, rdata: upper }).state, 'secure');
  const verdict = check({ ...ns, ttl: 60 });
  assert.ok(verdict.state === 'secure' && verdict.ttlMax === 60);
});

test('CVE-2023-50387: work is bounded however many keys share a tag', () => {
  const twins = Array.from({ length: 100 }, () => ({
    ...zsk,
    key: publicKey(findSet(zone, 'example.', 'DNSKEY').rdata[0]!)!.key,
  }));
  const broken = { ...soa, rdata: soa.rdata.map((octets) => octets.map((octet) => octet ^ 1)) };
  const budget = { verifications: 5 };
  const verdict = verifyRRset(broken, rrsigsAt(zone, example), { ...context, keys: twins, budget });
  assert.deepEqual(verdict, { state: 'bogus', reason: 'TooMuchWork' });
  assert.equal(budget.verifications, -1);
});

const records = (...owners: string[]) => owners.map((owner) => nsecRecord(findSet(zone, owner, 'NSEC'))!);
const denied = (qname: string, qtype: string) => ({
  qname: DNSName.of(qname),
  qtype: parseRType(qtype)!,
  zone: example,
});

test('appendix B.2: name error for ml.example.', () => {
  const proof = nsecNxdomain(denied('ml.example.', 'A'), records('b.example.', 'example.'));
  assert.ok(proof.state === 'proved' && proof.closestEncloser!.equals(example));
  const lacking = nsecNxdomain(denied('ml.example.', 'A'), records('b.example.'));
  assert.deepEqual(lacking, { state: 'failed', why: 'no NSEC covers the wildcard' });
});

test('appendix B.3: no data for ns1.example. MX', () => {
  assert.equal(nsecNodata(denied('ns1.example.', 'MX'), records('ns1.example.')).state, 'proved');
  assert.deepEqual(nsecNodata(denied('ns1.example.', 'A'), records('ns1.example.')), {
    state: 'failed',
    why: 'the type exists',
  });
});

test('a name that has types has data for ANY', () => {
  const [match] = records('ns1.example.');
  const any = denied('ns1.example.', 'ANY');
  assert.deepEqual(nsecNodata(any, [match!]), { state: 'failed', why: 'types exist' });
  const bare = { ...match!, types: match!.types.filter((type) => type >= 46) };
  assert.equal(nsecNodata(any, [bare]).state, 'proved', 'RRSIG and NSEC alone');
});

test('appendix B.4: referral to the signed zone a.example.: the parent signs the DS, not NS and glue', () => {
  const ds = findSet(zone, 'a.example.', 'DS');
  assert.equal(check(ds).state, 'secure');
  const byChild = check(ds, { signer: DNSName.of('a.example.') });
  assert.deepEqual(byChild, { state: 'bogus', reason: 'NoValidRRSIG' });
  const unsigned = rrsetsOf('a NS ns1.a\na NS ns2.a\nns1.a A 192.0.2.5\nns2.a A 192.0.2.6\n');
  assert.equal(unsigned.length, 3);
  for (const set of unsigned) assert.deepEqual(check(set), { state: 'bogus', reason: 'NoRRSIG' });
});

test('appendix B.5: referral to an unsigned zone', () => {
  assert.equal(nsecNoDs(denied('b.example.', 'DS'), records('b.example.')).state, 'proved');
  assert.deepEqual(nsecNodata(denied('b.example.', 'A'), records('b.example.')), {
    state: 'failed',
    why: 'denied by the parent of the zone',
  });
});

test('RFC 6840 §4.1: the NSEC of a delegation denies nothing below it', () => {
  const proof = nsecNxdomain(denied('x.b.example.', 'A'), records('b.example.', 'example.'));
  assert.deepEqual(proof, { state: 'failed', why: 'no NSEC covers the name' });
});

test('appendix B.6: wildcard expansion for a.z.w.example. MX', () => {
  const wildcard = DNSName.of('*.w.example.');
  assert.equal(nsecWildcard(denied('a.z.w.example.', 'MX'), wildcard, records('x.y.w.example.')).state, 'proved');
  const closer = nsecWildcard(denied('a.y.w.example.', 'MX'), wildcard, records('x.y.w.example.'));
  assert.equal(closer.state, 'failed');
});

test('appendix B.7: wildcard no data for a.z.w.example. AAAA', () => {
  const proof = nsecNodata(denied('a.z.w.example.', 'AAAA'), records('x.y.w.example.', '*.w.example.'));
  assert.ok(proof.state === 'proved' && proof.wildcard!.equals(DNSName.of('*.w.example.')));
  assert.equal(nsecNodata(denied('a.z.w.example.', 'MX'), records('x.y.w.example.', '*.w.example.')).state, 'failed');
});

test('appendix B.8: the child cannot deny its DS', () => {
  assert.deepEqual(nsecNodata(denied('example.', 'DS'), records('example.')), {
    state: 'failed',
    why: 'DS denied by the child',
  });
});

test("a wildcard's NSEC under another name has a good signature, and denies nothing", () => {
  const source = findSet(zone, '*.w.example.', 'NSEC');
  const replayed = { ...source, name: DNSName.of('ns1.w.example.') };
  const verdict = verifyRRset(replayed, rrsigsAt(zone, source.name), context);
  assert.ok(verdict.state === 'secure');
  assert.equal(verdict.wildcard?.toString(), '*.w.example.');
  assert.equal(nsecRecord(replayed, verdict.wildcard), undefined);
  assert.ok(nsecRecord(source, undefined));
});
