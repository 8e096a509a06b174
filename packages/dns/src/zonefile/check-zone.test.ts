import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName } from '../wire/index.ts';
import { checkZone } from './check-zone.ts';
import { formatFinding, severities } from './finding.ts';
import { readZone } from './zone-reader.ts';

const origin = DNSName.of('example.com.');
const start = '@ SOA ns admin 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.1\n';

function check(text: string, nowSeconds?: number): string[] {
  const reader = readZone(text, { origin, file: 'z', defaultTtl: 3600 });
  const { findings } = checkZone(reader, { origin, ...(nowSeconds === undefined ? {} : { nowSeconds }) });
  assert.deepEqual(reader.errors, []);
  return findings.map(({ code, owner }) => `${code} ${owner}`);
}

const sig = (type: string, rest = '3 3600 20300101000000 20200101000000 1 example.com. AAAA'): string =>
  `RRSIG ${type} 13 ${rest}`;

const cases: [what: string, text: string, findings: string[]][] = [
  ['a good zone', start, []],
  ['nothing', '', ['soa-missing example.com.', 'ns-missing example.com.']],
  ['no NS', '@ SOA a. b. 1 7200 900 1209600 300', ['ns-missing example.com.']],
  ['two SOA', `${start}@ SOA ns admin 2 7200 900 1209600 300`, ['soa-twice example.com.']],
  ['the same SOA twice', `${start}@ SOA ns admin 1 7200 900 1209600 300`, ['duplicate example.com.']],
  ['SOA that differ in case alone', `${start}@ SOA NS Admin 1 7200 900 1209600 300`, ['duplicate example.com.']],
  ['strings that differ in case alone', `${start}a TXT a\na TXT A\na TXT a`, ['duplicate a.example.com.']],
  ['CNAME that differ in case alone', `${start}a CNAME b\na CNAME B`, ['duplicate a.example.com.']],
  ['its own server without address', start.replace('ns A', 'x A'), ['ns-without-address example.com.']],
  ['its own server an alias', start.replace('ns A 192.0.2.1', 'ns CNAME a.'), ['ns-is-alias example.com.']],
  ['a SOA below', `${start}a SOA ns admin 1 7200 900 1209600 300`, ['soa-below-apex a.example.com.']],
  ['odd times', '@ SOA a. b. 1 900 7200 1209600 300\n@ NS a.', ['soa-times example.com.']],
  ['an early end', '@ SOA a. b. 1 7200 900 8099 300\n@ NS a.', ['soa-times example.com.']],
  ['times that just do', '@ SOA a. b. 1 900 900 1800 300\n@ NS a.', []],
  [
    'out of zone',
    `${start}example.net. A 192.0.2.1\nnotexample.com. A 192.0.2.1`,
    ['out-of-zone example.net.', 'out-of-zone notexample.com.'],
  ],
  ['CNAME and other data', `${start}a CNAME b\na TXT x`, ['cname-and-other-data a.example.com.']],
  ['CNAME and what may stand beside it', `${start}a CNAME b\na NSEC b CNAME\na KEY 512 255 5 AAAA`, []],
  ['two CNAME', `${start}a CNAME b\na CNAME c`, ['cname-twice a.example.com.']],
  ['two DNAME', `${start}a DNAME b\na DNAME c`, ['dname-twice a.example.com.']],
  ['DNAME and NS', `${start}a DNAME b.\na NS b.`, ['dname-and-ns a.example.com.', 'below-delegation a.example.com.']],
  ['below a DNAME', `${start}a DNAME b.\nc.b.a TXT x`, ['below-dname c.b.a.example.com.']],
  [
    'NSEC3 below a DNAME at the apex',
    `@ SOA a. b. 1 7200 900 1209600 300\n@ NS a.\n@ DNAME b.\n@ NSEC3PARAM 1 0 0 -
0p9mhaveqvm6t7vbl5lop2u3t2rp3tom NSEC3 1 0 0 - 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A`,
    [],
  ],
  ['TTLs that differ', `${start}a 1 A 192.0.2.1\na 2 A 192.0.2.2`, ['ttl-mismatch a.example.com.']],
  ['a duplicate', `${start}a A 192.0.2.1\na A 192.0.2.1`, ['duplicate a.example.com.']],
  ['wildcard NS', `${start}*.a NS b.`, ['wildcard-ns *.a.example.com.']],
  [
    'hidden by a delegation',
    `${start}a NS b.\na TXT x\nc.a TXT x\nd.a A 192.0.2.1`,
    ['below-delegation a.example.com.', 'below-delegation c.a.example.com.'],
  ],
  ['glue', `${start}a NS ns.a\nns.a AAAA 2001:db8::1`, []],
  ['missing glue', `${start}a NS ns.a`, ['glue-missing a.example.com.']],
  ['missing sibling glue', `${start}a NS ns.b\nb NS b.`, ['sibling-glue-missing a.example.com.']],
  ['a server without address', `${start}a NS b`, ['delegation-without-address a.example.com.']],
  ['a server that is an alias', `${start}a NS b\nb CNAME c`, ['delegation-to-alias a.example.com.']],
  ['a server below a DNAME', `${start}a NS b.c\nc DNAME d.`, ['delegation-to-alias a.example.com.']],
  ['a server behind a wildcard', `${start}a NS b.c\n*.c A 192.0.2.1`, []],
  [
    'a wildcard that an existing name covers',
    `${start}a NS b.c\n*.c A 192.0.2.1\nx.b.c TXT x`,
    ['delegation-without-address a.example.com.'],
  ],
  ['an MX without address', `${start}a MX 1 b`, ['target-without-address a.example.com.']],
  ['an SRV to an alias', `${start}_a._tcp SRV 1 1 1 b\nb CNAME c`, ['target-is-alias _a._tcp.example.com.']],
  ['null MX and no service', `${start}a MX 0 .\n_a._tcp SRV 0 0 0 .`, []],
  ['an MX in a child zone', `${start}a MX 1 b.c\nc NS d.`, []],
  [
    'an alias with parameters',
    `${start}a HTTPS 0 b. port=53\nc HTTPS 1 b. port=53`,
    ['alias-with-parameters a.example.com.'],
  ],
  ['an address where a name belongs', `${start}a MX 1 192.0.2.1.`, ['address-as-name a.example.com.']],
  ['a server that is no host name', `${start}a NS b_c.`, ['not-a-host-name a.example.com.']],
  ['an owner that is no host name', `${start}a_b A 192.0.2.1\n*.c A 192.0.2.1`, ['not-a-host-name a_b.example.com.']],
  [
    'DS without NS',
    `${start}a DS 1 13 2 ${'00'.repeat(32)}\n@ DS 1 13 2 ${'00'.repeat(32)}`,
    ['ds-at-apex example.com.', 'ds-without-delegation a.example.com.'],
  ],
  [
    'apex types below',
    `${start}a DNSKEY 257 3 13 AAAA\na CDS 0 0 0 00`,
    ['apex-only a.example.com.', 'apex-only a.example.com.'],
  ],
  [
    'NSEC3 with iterations, without NSEC3PARAM, beside NSEC',
    `${start}0p9mhaveqvm6t7vbl5lop2u3t2rp3tom NSEC3 1 0 5 - 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A\nb NSEC c A`,
    [
      'nsec3-iterations 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example.com.',
      'nsec-and-nsec3 example.com.',
      'nsec3param-missing example.com.',
    ],
  ],
  [
    'RFC 5155 §3: NSEC3 that are at no hash',
    `${start}@ NSEC3PARAM 1 0 0 -
00 NSEC3 1 0 0 - 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A
0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.a NSEC3 1 0 0 - 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A
junk NSEC3 1 0 0 - 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A`,
    [
      'nsec3-owner 00.example.com.',
      'nsec3-owner 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.a.example.com.',
      'nsec3-owner junk.example.com.',
    ],
  ],
  ['ZONEMD of another serial', `${start}@ ZONEMD 2 1 240 ${'00'.repeat(12)}`, ['zonemd-serial example.com.']],
  [
    'a signed zone with a gap',
    `@ SOA a. b. 1 7200 900 1209600 300\n@ NS a.\n@ ${sig('SOA').replace('3 3600', '2 3600')}\nc NS a.`,
    ['signature-missing example.com.'],
  ],
  [
    'a signature of nothing, of another signer, with wrong labels',
    `@ SOA a. b. 1 7200 900 1209600 300
@ ${sig('SOA', '2 3600 20300101000000 20200101000000 1 example.com. AAAA')}
@ NS a.
@ ${sig('NS', '1 3600 20300101000000 20200101000000 1 example.com. AAAA')}
*.a ${sig('TXT', '3 3600 20300101000000 20200101000000 1 example.net. AAAA')}`,
    [
      'signature-labels example.com.',
      'signature-of-nothing *.a.example.com.',
      'signer-is-not-the-zone *.a.example.com.',
    ],
  ],
];
for (const [what, text, findings] of cases) {
  test(`zone check: ${what}`, () => assert.deepEqual(check(text), findings));
}

test('signatures are held against the clock that is passed in, in serial arithmetic', () => {
  const signature = (from: string, to: string): string =>
    `@ SOA a. b. 1 7200 900 1209600 300\n@ ${sig('SOA', `2 1 ${to} ${from} 1 example.com. AAAA`)}\n` +
    `@ NS a.\n@ ${sig('NS', `2 1 ${to} ${from} 1 example.com. AAAA`)}`;
  const now = 1_767_225_600; // 2026-01-01
  assert.deepEqual(check(signature('20250101000000', '20260101000000'), now), []);
  assert.deepEqual(check(signature('20250101000000', '20251231235959'), now), [
    'signature-expired example.com.',
    'signature-expired example.com.',
  ]);
  assert.deepEqual(check(signature('20260101000001', '20270101000000'), now), [
    'signature-not-yet-valid example.com.',
    'signature-not-yet-valid example.com.',
  ]);
  assert.deepEqual(check(signature('21060206000000', '100'), 0xffff_0000), []);
});

test('findings have a severity, a place and a text; those over findingsMax are counted', () => {
  const reader = readZone(`${start}a CNAME b\na TXT x\nc 1 A 192.0.2.1\nc 2 A 192.0.2.2`, {
    origin,
    file: 'z',
    defaultTtl: 1,
  });
  const result = checkZone(reader, { origin, findingsMax: 1 });
  assert.deepEqual(result.findings.map(formatFinding), ['z:4: error: a.example.com. has CNAME and TXT']);
  assert.deepEqual([result.errors, result.warnings, result.notices], [1, 1, 0]);
});

test('each kind of finding is in a test above', () => {
  const named = new Set(cases.flatMap(([, , findings]) => findings.map((finding) => finding.split(' ')[0])));
  const missing = Object.keys(severities).filter((code) => !named.has(code));
  assert.deepEqual(missing, ['signature-expired', 'signature-not-yet-valid']);
});

test('the root zone', () => {
  const reader = readZone('. SOA a. b. 1 7200 900 1209600 300\n. NS a.\na. A 192.0.2.1\ncom. NS x.com.', {
    origin: DNSName.root,
    defaultTtl: 1,
  });
  const { findings } = checkZone(reader, { origin: DNSName.root });
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['glue-missing'],
  );
});
