import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, type AnswerText, planned, SOA, zonesOf } from '../zone.fixture.ts';

const soa = (zone = 'example.') => `${zone} 60 SOA ns.example. hostmaster.example. 7 7200 900 86400 60`;

const zones = zonesOf({
  'example.': `${SOA}
@ NS ns
@ MX 10 mail
@ MX 20 mail.other.
ns A 192.0.2.1
mail A 192.0.2.2
mail AAAA 2001:db8::2
www A 192.0.2.3
www A 192.0.2.4
a.b.ent A 192.0.2.5
alias CNAME www
far CNAME www.other.
lost CNAME nothing
away CNAME www.invalid.
loop1 CNAME loop2
loop2 CNAME loop1
*.wild A 192.0.2.6
*.wild TXT "w"
x.y.wild A 192.0.2.7
*.cwild CNAME www
sub NS ns.sub
sub NS ns.sibling
sub NS ns.other.
ns.sub A 192.0.2.8
ns.sub AAAA 2001:db8::8
sibling NS ns.sibling
ns.sibling A 192.0.2.9
to-cut CNAME host.sub
signed NS ns
signed DS 1 13 2 ${'AB'.repeat(32)}
svc HTTPS 1 . alpn=h2
svc A 192.0.2.10
aliasmode HTTPS 0 www
nullmx MX 0 .
srv SRV 1 2 3 mail
glued MX 5 ns.sub
dn DNAME target.example.
dn A 192.0.2.11
www.target A 192.0.2.12
${'x'.repeat(60)}.${'x'.repeat(60)} DNAME ${'y'.repeat(60)}.${'y'.repeat(60)}.${'y'.repeat(60)}.${'y'.repeat(60)}.
sp\\.lit A 192.0.2.13
*.mailwild A 192.0.2.14
mw MX 1 q.mailwild
`,
  'other.': `${SOA}@ NS ns.example.
www A 192.0.2.20
mail A 192.0.2.21
back CNAME www.example.
`,
  'child.example.': `${SOA}@ NS ns.example.
@ A 192.0.2.30
`,
});

interface Case extends Partial<AnswerText> {
  readonly what: string;
  readonly asks: string;
}

const empty = { rcode: 'NOERROR', aa: true, answer: [], authority: [], additional: [] };

const cases: Case[] = [
  {
    what: 'RFC 1034 §4.3.2: data at the name',
    asks: 'www.example. A',
    result: 'answer',
    answer: ['www.example. 300 A 192.0.2.3', 'www.example. 300 A 192.0.2.4'],
  },
  {
    what: 'RFC 4343: case does not matter',
    asks: 'WWW.ExAmPlE. A',
    result: 'answer',
    answer: ['www.example. 300 A 192.0.2.3', 'www.example. 300 A 192.0.2.4'],
  },
  { what: 'RFC 2308 §2.2: NODATA', asks: 'www.example. MX', result: 'nodata', authority: [soa()] },
  {
    what: 'RFC 2308 §2.1: NXDOMAIN',
    asks: 'nx.example. A',
    rcode: 'NXDOMAIN',
    result: 'nxdomain',
    authority: [soa()],
  },
  {
    what: 'RFC 8020: nothing below a name without children',
    asks: 'a.www.example. A',
    rcode: 'NXDOMAIN',
    result: 'nxdomain',
    authority: [soa()],
  },
  { what: 'RFC 4592 §2.2.2: empty non-terminal', asks: 'ent.example. A', result: 'nodata', authority: [soa()] },
  { what: 'RFC 4592 §2.2.2: one further down', asks: 'b.ent.example. A', result: 'nodata', authority: [soa()] },
  {
    what: 'a dot inside a label is no separator',
    asks: 'sp\\.lit.example. A',
    result: 'answer',
    answer: ['sp\\.lit.example. 300 A 192.0.2.13'],
  },
  {
    what: 'RFC 4592 §3.3: wildcard',
    asks: 'one.wild.example. A',
    result: 'wildcard',
    answer: ['one.wild.example. 300 A 192.0.2.6'],
  },
  {
    what: 'RFC 4592 §2.2.1: wildcard covers several labels',
    asks: 'two.one.wild.example. A',
    result: 'wildcard',
    answer: ['two.one.wild.example. 300 A 192.0.2.6'],
  },
  {
    what: 'RFC 4592 §2.2.1: wildcard without the type',
    asks: 'one.wild.example. MX',
    result: 'nodata',
    authority: [soa()],
  },
  {
    what: 'RFC 4592 §2.2.1: an existing name blocks the wildcard below it',
    asks: 'z.y.wild.example. A',
    rcode: 'NXDOMAIN',
    result: 'nxdomain',
    authority: [soa()],
  },
  {
    what: 'RFC 4592 §2.2.1: an empty non-terminal blocks it at its own name',
    asks: 'y.wild.example. A',
    result: 'nodata',
    authority: [soa()],
  },
  {
    what: 'RFC 4592 §2.3: the literal asterisk is a name',
    asks: '*.wild.example. TXT',
    result: 'answer',
    answer: ['*.wild.example. 300 TXT "w"'],
  },
  {
    what: 'RFC 4592 §2.2.1: nothing below the literal asterisk',
    asks: 'a.*.wild.example. A',
    rcode: 'NXDOMAIN',
    result: 'nxdomain',
    authority: [soa()],
  },
  {
    what: 'RFC 4592 §3.3.3: wildcard with CNAME',
    asks: 'q.cwild.example. A',
    result: 'cname',
    answer: ['q.cwild.example. 300 CNAME www.example.', 'www.example. 300 A 192.0.2.3', 'www.example. 300 A 192.0.2.4'],
  },
  {
    what: 'RFC 1034 §3.6.2: CNAME chain',
    asks: 'alias.example. A',
    result: 'cname',
    answer: ['alias.example. 300 CNAME www.example.', 'www.example. 300 A 192.0.2.3', 'www.example. 300 A 192.0.2.4'],
  },
  {
    what: 'RFC 1034 §3.6.2: the CNAME itself',
    asks: 'alias.example. CNAME',
    result: 'answer',
    answer: ['alias.example. 300 CNAME www.example.'],
  },
  {
    what: 'CNAME into another zone of ours',
    asks: 'far.example. A',
    result: 'cname',
    answer: ['far.example. 300 CNAME www.other.', 'www.other. 300 A 192.0.2.20'],
  },
  {
    what: 'CNAME out of our zones',
    asks: 'away.example. A',
    result: 'cname',
    answer: ['away.example. 300 CNAME www.invalid.'],
  },
  {
    what: 'RFC 6604 §3: the RCODE is that of the last name',
    asks: 'lost.example. A',
    rcode: 'NXDOMAIN',
    result: 'cname',
    answer: ['lost.example. 300 CNAME nothing.example.'],
    authority: [soa()],
  },
  {
    what: 'a CNAME loop ends',
    asks: 'loop1.example. A',
    result: 'cname',
    answer: ['loop1.example. 300 CNAME loop2.example.', 'loop2.example. 300 CNAME loop1.example.'],
  },
  {
    what: 'CNAME to a delegated name: AA for the alias',
    asks: 'to-cut.example. A',
    result: 'cname',
    answer: ['to-cut.example. 300 CNAME host.sub.example.'],
    authority: [
      'sub.example. 300 NS ns.sub.example.',
      'sub.example. 300 NS ns.sibling.example.',
      'sub.example. 300 NS ns.other.',
    ],
    additional: [
      'ns.sub.example. 300 A 192.0.2.8',
      'ns.sub.example. 300 AAAA 2001:db8::8',
      'ns.sibling.example. 300 A 192.0.2.9',
    ],
  },
  {
    what: 'RFC 9471 §3: referral with glue, sibling glue behind it',
    asks: 'www.sub.example. A',
    aa: false,
    result: 'referral',
    authority: [
      'sub.example. 300 NS ns.sub.example.',
      'sub.example. 300 NS ns.sibling.example.',
      'sub.example. 300 NS ns.other.',
    ],
    additional: [
      'ns.sub.example. 300 A 192.0.2.8',
      'ns.sub.example. 300 AAAA 2001:db8::8',
      'ns.sibling.example. 300 A 192.0.2.9',
    ],
  },
  {
    what: 'RFC 1034 §4.2.1: NS at the cut is a referral, not an answer',
    asks: 'sibling.example. NS',
    aa: false,
    result: 'referral',
    authority: ['sibling.example. 300 NS ns.sibling.example.'],
    additional: ['ns.sibling.example. 300 A 192.0.2.9'],
  },
  {
    what: 'glue is not answered as data',
    asks: 'ns.sibling.example. A',
    aa: false,
    result: 'referral',
    authority: ['sibling.example. 300 NS ns.sibling.example.'],
    additional: ['ns.sibling.example. 300 A 192.0.2.9'],
  },
  {
    what: 'RFC 4035 §3.1.4.1: DS at the cut is the parent side',
    asks: 'signed.example. DS',
    result: 'answer',
    answer: [`signed.example. 300 DS 1 13 2 ${'AB'.repeat(32)}`],
  },
  { what: 'RFC 4035 §3.1.4.1: no DS at the cut', asks: 'sub.example. DS', result: 'nodata', authority: [soa()] },
  {
    what: 'RFC 4035 §3.1.4.1: DS at an apex whose parent is ours',
    asks: 'child.example. DS',
    rcode: 'NXDOMAIN',
    result: 'nxdomain',
    authority: [soa()],
  },
  { what: 'DS at an apex whose parent is not', asks: 'other. DS', result: 'nodata', authority: [soa('other.')] },
  {
    what: 'the deepest zone answers',
    asks: 'child.example. A',
    result: 'answer',
    answer: ['child.example. 300 A 192.0.2.30'],
  },
  {
    what: 'RFC 1034 §4.3.2 step 6: addresses of MX targets in the zone',
    asks: 'example. MX',
    result: 'answer',
    answer: ['example. 300 MX 10 mail.example.', 'example. 300 MX 20 mail.other.'],
    additional: ['mail.example. 300 A 192.0.2.2', 'mail.example. 300 AAAA 2001:db8::2'],
  },
  {
    what: 'NS at the apex with address',
    asks: 'example. NS',
    result: 'answer',
    answer: ['example. 300 NS ns.example.'],
    additional: ['ns.example. 300 A 192.0.2.1'],
  },
  {
    what: 'RFC 2782: SRV target',
    asks: 'srv.example. SRV',
    result: 'answer',
    answer: ['srv.example. 300 SRV 1 2 3 mail.example.'],
    additional: ['mail.example. 300 A 192.0.2.2', 'mail.example. 300 AAAA 2001:db8::2'],
  },
  {
    what: 'RFC 9460 §2.5.2: "." in ServiceMode is the owner',
    asks: 'svc.example. HTTPS',
    result: 'answer',
    answer: ['svc.example. 300 HTTPS 1 . alpn="h2"'],
    additional: ['svc.example. 300 A 192.0.2.10'],
  },
  {
    what: 'RFC 9460 §4.1: target of AliasMode',
    asks: 'aliasmode.example. HTTPS',
    result: 'answer',
    answer: ['aliasmode.example. 300 HTTPS 0 www.example.'],
    additional: ['www.example. 300 A 192.0.2.3', 'www.example. 300 A 192.0.2.4'],
  },
  { what: 'RFC 7505: null MX', asks: 'nullmx.example. MX', result: 'answer', answer: ['nullmx.example. 300 MX 0 .'] },
  {
    what: 'glue is no additional data but for NS',
    asks: 'glued.example. MX',
    result: 'answer',
    answer: ['glued.example. 300 MX 5 ns.sub.example.'],
  },
  {
    what: 'additional data from a wildcard has the target as owner',
    asks: 'mw.example. MX',
    result: 'answer',
    answer: ['mw.example. 300 MX 1 q.mailwild.example.'],
    additional: ['q.mailwild.example. 300 A 192.0.2.14'],
  },
  {
    what: 'RFC 6672 §3.1: DNAME and the CNAME made from it',
    asks: 'www.dn.example. A',
    result: 'dname',
    answer: [
      'dn.example. 300 DNAME target.example.',
      'www.dn.example. 300 CNAME www.target.example.',
      'www.target.example. 300 A 192.0.2.12',
    ],
  },
  {
    what: 'RFC 6672 §2.3: not at the owner',
    asks: 'dn.example. A',
    result: 'answer',
    answer: ['dn.example. 300 A 192.0.2.11'],
  },
  {
    what: 'RFC 6672 §2.2: the new name is too long',
    asks: `${'z'.repeat(20)}.${'x'.repeat(60)}.${'x'.repeat(60)}.example. A`,
    rcode: 'YXDOMAIN',
    result: 'dname',
    answer: [`${'x'.repeat(60)}.${'x'.repeat(60)}.example. 300 DNAME ${`${'y'.repeat(60)}.`.repeat(4)}`],
  },
  { what: 'RFC 8906: names of no zone', asks: 'www.invalid. A', rcode: 'REFUSED', aa: false, result: 'refused' },
  { what: 'the root, when it is not ours', asks: '. NS', rcode: 'REFUSED', aa: false, result: 'refused' },
];

for (const { what, asks, ...expected } of cases) {
  test(`${what}: ${asks}`, () => assert.deepEqual(ask(zones, asks), { ...empty, ...expected }));
}

test('RFC 8482 §4.4: ANY over UDP is told to use TCP', () => {
  const answer = planned(zones, 'www.example. ANY');
  assert.equal(answer.truncated, true);
  assert.deepEqual(answer.answer, []);
});

test('ANY over a stream, or with any-to-tcp=no, gives all RRsets of the name', () => {
  const both = ['*.wild.example. 300 A 192.0.2.6', '*.wild.example. 300 TXT "w"'];
  assert.deepEqual(ask(zones, '*.wild.example. ANY', { stream: true }).answer, both);
  assert.deepEqual(ask(zones, '*.wild.example. ANY', { anyToTcp: false }).answer, both);
});

test('resolve-across-zones=no stops at the border of the zone', () => {
  const { answer, rcode } = ask(zones, 'far.example. A', { acrossZones: false });
  assert.deepEqual([rcode, answer], ['NOERROR', ['far.example. 300 CNAME www.other.']]);
});

test('glue below the cut is required, sibling glue is not (RFC 9471 §3)', () => {
  const { additional } = planned(zones, 'sub.example. A');
  assert.deepEqual(
    additional.map(({ rrset, required = false }) => [rrset.name.toString(), required]),
    [
      ['ns.sub.example.', true],
      ['ns.sub.example.', true],
      ['ns.sibling.example.', false],
    ],
  );
});

test('the root zone answers and refers', () => {
  const root = zonesOf({
    '.': `${SOA}@ NS a.root.test.\na.root.test. A 192.0.2.1\ntest. NS ns.test.\nns.test. A 192.0.2.2\n`,
  });
  assert.deepEqual(ask(root, 'www.shop.test. A'), {
    ...empty,
    aa: false,
    result: 'referral',
    authority: ['test. 300 NS ns.test.'],
    additional: ['ns.test. 300 A 192.0.2.2'],
  });
  assert.deepEqual(ask(root, '. NS').additional, ['a.root.test. 300 A 192.0.2.1']);
  assert.equal(ask(root, 'nx. A').rcode, 'NXDOMAIN');
});
