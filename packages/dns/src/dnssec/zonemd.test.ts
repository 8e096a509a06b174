import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@span53/testkit';
import { parseTimestamp } from '../rdata/index.ts';
import { DNSName, RType } from '../wire/index.ts';
import { rootServersNet, uriArpa } from './rfc8976.fixture.ts';
import { findSet, rrsetsOf } from './zone.fixture.ts';
import { verifyZone } from './zone-verify.ts';
import { verifyZonemd, ZonemdHash, zoneDigest } from './zonemd.ts';

const example = DNSName.of('example.');
const head = `
@ 86400 SOA ns1 admin 2018031900 1800 900 604800 86400
@ 86400 NS ns1
@ 86400 NS ns2
ns1 3600 A 203.0.113.63
`;
const simple = `${head}
@ 86400 ZONEMD 2018031900 1 1 (
  c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c )
ns2 3600 AAAA 2001:db8::63
`;
const complex = `${head}
@ 86400 ZONEMD 2018031900 1 1 (
  a3b69bad980a3504e1cffcb0fd6397f93848071c93151f552ae2f6b1711d4bd2d8b39808226d7b9db71e34b72077f8fe )
NS2 3600 AAAA 2001:db8::63
occluded.sub 7200 TXT "I'm occluded but must be digested"
sub 7200 NS ns1
duplicate 300 TXT "I must be digested just once"
duplicate 300 TXT "I must be digested just once"
foo.test. 555 TXT "out-of-zone data must be excluded"
UPPERCASE 3600 TXT "canonicalize uppercase owner names"
* 777 PTR dont-forget-about-wildcards
mail 3600 MX 20 MAIL1
mail 3600 MX 10 Mail2.Example.
sortme 3600 AAAA 2001:db8::5:61
sortme 3600 AAAA 2001:db8::3:62
sortme 3600 AAAA 2001:db8::4:63
sortme 3600 AAAA 2001:db8::1:65
sortme 3600 AAAA 2001:db8::2:64
non-apex 900 ZONEMD 2018031900 1 1 (
  616c6c6f776564206275742069676e6f7265642e20616c6c6f776564206275742069676e6f7265642e20616c6c6f7765 )
`;
const several = `${head}
@ 86400 ZONEMD 2018031900 1 1 (
  62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306 )
@ 86400 ZONEMD 2018031900 1 2 (
  08cfa1115c7b948c4163a901270395ea226a930cd2cbcf2fa9a5e6eb85f37c8a
  4e114d884e66f176eab121cb02db7d652e0cc4827e7a3204f166b47e5613fd27 )
@ 86400 ZONEMD 2018031900 1 240 e2d523f654b9422a96c5a8f44607bbee
ns2 86400 TXT "This example has multiple digests"
NS2 3600 AAAA 2001:db8::63
`;

for (const [what, text] of Object.entries({
  'A.1, simple': simple,
  'A.2, complex': complex,
  'A.3, several': several,
})) {
  test(`RFC 8976 ${what}`, () => assert.deepEqual(verifyZonemd(example, rrsetsOf(text)), { state: 'good' }));
}

test('RFC 8976 A.3: the SHA-512 digest', () => {
  const zone = rrsetsOf(several);
  const digest = findSet(zone, 'example.', 'ZONEMD').rdata[1]!.subarray(6);
  assert.equal(toHex(zoneDigest(example, zone, ZonemdHash.SHA512)), toHex(digest));
});

for (const [what, text, name] of [
  ['A.4, signed', uriArpa, 'uri.arpa.'],
  ['A.5, unsigned', rootServersNet, 'root-servers.net.'],
] as const) {
  test(`RFC 8976 ${what}`, () =>
    assert.deepEqual(verifyZonemd(DNSName.of(name), rrsetsOf(text, name)), { state: 'good' }));
}

test('RFC 8976 A.4: the signatures and the NSEC chain are good too', () => {
  const origin = DNSName.of('uri.arpa.');
  const unixSeconds = parseTimestamp('20210201000000')!;
  assert.deepEqual(verifyZone({ origin, rrsets: rrsetsOf(uriArpa, 'uri.arpa.'), unixSeconds }), []);
});

test('RFC 2181 §5: a ZONEMD record that is there twice is one record', () => {
  const twice = `${simple}${/@ 86400 ZONEMD[^)]*\)\n/.exec(simple)![0]}`;
  assert.deepEqual(verifyZonemd(example, rrsetsOf(twice)), { state: 'good' });
});

test('RFC 8976 §3.3.1.1: a signature that is there twice is digested once', () => {
  const zone = rrsetsOf(uriArpa, 'uri.arpa.');
  const twice = zone.find(({ type }) => type === RType.RRSIG)!;
  assert.deepEqual(verifyZonemd(DNSName.of('uri.arpa.'), [...zone, twice]), { state: 'good' });
});

const wrong = [
  { what: 'another record', text: simple.replace('.63', '.64'), state: 'bad', why: 'the digest does not match' },
  { what: 'another TTL', text: simple.replace('3600 A', '3601 A'), state: 'bad', why: 'the digest does not match' },
  {
    what: 'another serial',
    text: simple.replace('admin 2018031900', 'admin 2018031901'),
    state: 'bad',
    why: 'the serial is not that of the SOA',
  },
  {
    what: 'two of one kind',
    text: simple.replace('ns2 3600', `@ 86400 ZONEMD 2018031900 1 1 ${'00'.repeat(48)}\nns2 3600`),
    state: 'bad',
    why: 'two ZONEMD records of one scheme and hash',
  },
  { what: 'no ZONEMD', text: head, state: 'absent', why: 'no ZONEMD' },
  {
    what: 'an unknown hash',
    text: `${head}@ 86400 ZONEMD 2018031900 1 240 e2d523f654b9422a96c5a8f44607bbee`,
    state: 'absent',
    why: 'no ZONEMD of a known scheme and hash',
  },
  { what: 'no SOA', text: 'ns1 3600 A 203.0.113.63', state: 'bad', why: 'no SOA' },
];
for (const { what, text, ...verdict } of wrong) {
  test(`RFC 8976 §4: ${what}`, () => assert.deepEqual(verifyZonemd(example, rrsetsOf(text)), verdict));
}
