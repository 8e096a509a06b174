import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryName, hex } from '@span53/testkit';
import * as fc from 'fast-check';
import { decodeAs, nsec3param, rrsig } from '../rdata/index.ts';
import { DNSName, RType, type RRset } from '../wire/index.ts';
import { makeDsRdata } from './digest.ts';
import { nsecNodata, nsecNxdomain, nsecRecord } from './nsec-proof.ts';
import { nsec3Nodata, nsec3Nxdomain, nsec3Record } from './nsec3-proof.ts';
import { KeyFlag } from './key-tag.ts';
import { signRRset } from './sign.ts';
import { generateKey, type SigningKey } from './signing-key.ts';
import { findSet, rrsetsOf } from './zone.fixture.ts';
import { zoneNodes } from './zone-nodes.ts';
import { signZone, type DenialKind, type ZoneToSign } from './zone-sign.ts';
import { verifyZone } from './zone-verify.ts';
import { verifyZonemd, ZonemdHash } from './zonemd.ts';

const origin = DNSName.of('example.');
const now = 1_700_000_000;
const ksk = generateKey({ algorithm: 15, flags: 257 });
const zsk = generateKey({ algorithm: 15, flags: 256 });
const text = `
@ 3600 SOA ns1 admin 1 7200 3600 1209600 300
@ NS ns1
@ NS ns2.sub
ns1 A 192.0.2.1
www 60 A 192.0.2.2
www 60 A 192.0.2.3
a.b.ent TXT "below empty non-terminals"
*.wild MX 10 ns1
sub NS ns2.sub
ns2.sub A 192.0.2.4
x.deep NS ns1
secure NS ns1.secure
secure DS 1 13 2 ${'ab'.repeat(32)}
ns1.secure AAAA 2001:db8::1
alias DNAME example.net.
under.alias TXT "occluded"
`;
const base: Omit<ZoneToSign, 'denial'> = {
  origin,
  rrsets: rrsetsOf(text),
  keys: [ksk, zsk],
  inception: now - 3600,
  expiration: now + 86_400,
};
const kinds: { what: string; denial: DenialKind }[] = [
  { what: 'NSEC', denial: { kind: 'nsec' } },
  { what: 'NSEC3', denial: { kind: 'nsec3' } },
  { what: 'NSEC3 with salt and iterations', denial: { kind: 'nsec3', iterations: 5, salt: hex`aabb` } },
  { what: 'NSEC3 with opt-out', denial: { kind: 'nsec3', optOut: true } },
];
const sign = (denial: DenialKind, other: Partial<ZoneToSign> = {}): RRset[] => signZone({ ...base, denial, ...other })!;
const findings = (rrsets: Iterable<RRset>, at = now): string[] =>
  verifyZone({ origin, rrsets, unixSeconds: at }).map(({ name, message }) => `${name} ${message}`);

/** The last octet, of the bitmap, with another bit. */
const bend = (rdata: Uint8Array): Uint8Array => rdata.with(rdata.length - 1, rdata.at(-1)! ^ 2);

for (const { what, denial } of kinds) {
  test(`${what}: what is signed verifies, with digests and from its DS`, () => {
    const zonemd = [ZonemdHash.SHA384, ZonemdHash.SHA512];
    const signed = sign(denial, { zonemd });
    assert.deepEqual(findings(signed), []);
    assert.deepEqual(verifyZonemd(origin, signed), { state: 'good' });
    const ds = [makeDsRdata(origin, ksk.rdata)!];
    assert.deepEqual(verifyZone({ origin, rrsets: signed, unixSeconds: now, ds }), []);
  });

  test(`${what}: a DNAME at the apex hides no NSEC3`, () => {
    const rrsets = rrsetsOf('@ 3600 SOA ns.test. admin 1 7200 3600 1209600 300\n@ NS ns.test.\n@ DNAME test.\nx TXT y');
    const signed = sign(denial, { rrsets });
    assert.deepEqual(findings(signed), []);
    if (denial.kind === 'nsec') return;
    const damaged = signed.map((set) => (set.type === RType.NSEC3 ? { ...set, rdata: [bend(set.rdata[0]!)] } : set));
    assert.ok(findings(damaged).some((finding) => finding.includes('NoValidRRSIG')));
  });

  test(`${what}: signing a signed zone again gives the same records`, () => {
    const signed = sign(denial);
    assert.deepEqual(sign(denial, { rrsets: signed }), signed);
  });

  test(`${what}: glue, names below a cut and below a DNAME have no signatures`, () => {
    const signed = sign(denial);
    for (const name of ['ns2.sub.example.', 'ns1.secure.example.', 'under.alias.example.']) {
      assert.ok(!signed.some((set) => set.type === RType.RRSIG && set.name.equals(DNSName.of(name))), name);
    }
    const covered = signed
      .filter((set) => set.type === RType.RRSIG && set.name.equals(DNSName.of('secure.example.')))
      .map(({ rdata }) => decodeAs(rrsig, rdata[0]!)!.typeCovered);
    assert.deepEqual(covered, denial.kind === 'nsec' ? [RType.DS, RType.NSEC] : [RType.DS]);
  });
}

test('RFC 5155 §7.1: opt-out leaves out unsigned delegations and the empty names above only them', () => {
  const count = (denial: DenialKind): number => sign(denial).filter(({ type }) => type === RType.NSEC3).length;
  // sub, x.deep and deep.
  assert.equal(count({ kind: 'nsec3' }) - count({ kind: 'nsec3', optOut: true }), 3);
});

test('RFC 9077: NSEC and NSEC3 have the lesser of SOA TTL and minimum', () => {
  assert.equal(sign({ kind: 'nsec' }).find(({ type }) => type === RType.NSEC)!.ttl, 300);
  assert.equal(sign({ kind: 'nsec3' }).find(({ type }) => type === RType.NSEC3)!.ttl, 300);
});

test('RFC 5155 §4.1.2: the NSEC3PARAM has no flags, also in an opt-out zone', () => {
  const set = findSet(sign({ kind: 'nsec3', optOut: true, iterations: 2, salt: hex`cc` }), 'example.', 'NSEC3PARAM');
  const value = decodeAs(nsec3param, set.rdata[0]!)!;
  assert.deepEqual([value.flags, value.iterations, value.salt.length], [0, 2, 1]);
});

const signers = (rrsets: readonly RRset[], owner: string, type: number): number[] =>
  rrsets
    .filter((set) => set.type === RType.RRSIG && set.name.equals(DNSName.of(owner)))
    .flatMap(({ rdata }) => rdata.map((octets) => decodeAs(rrsig, octets)!))
    .filter(({ typeCovered }) => typeCovered === type)
    .map(({ keyTag }) => keyTag);

test('SEP keys sign the keys, the others the rest; a lone key signs all', () => {
  const split = sign({ kind: 'nsec' });
  assert.deepEqual(signers(split, 'example.', RType.DNSKEY), [ksk.tag]);
  assert.deepEqual(signers(split, 'www.example.', RType.A), [zsk.tag]);
  const lone = sign({ kind: 'nsec' }, { keys: [ksk] });
  assert.deepEqual(signers(lone, 'www.example.', RType.A), [ksk.tag]);
  const mixed = sign({ kind: 'nsec' }, { keys: [ksk, zsk, generateKey({ algorithm: 13 })] });
  assert.equal(signers(mixed, 'www.example.', RType.A).length, 2, 'each algorithm signs everything (RFC 4035 §2.2)');
  assert.deepEqual(findings(mixed), []);
});

test('RFC 5011 §2.1: a revoked key signs the DNSKEY RRset and nothing else', () => {
  const revoked = [257, 256].map((flags) => generateKey({ algorithm: 15, flags: flags | KeyFlag.REVOKED }));
  const signed = sign({ kind: 'nsec' }, { keys: [ksk, zsk, ...revoked] });
  assert.deepEqual(signers(signed, 'example.', RType.DNSKEY), [ksk.tag, ...revoked.map(({ tag }) => tag)]);
  assert.deepEqual(signers(signed, 'www.example.', RType.A), [zsk.tag]);
  assert.deepEqual(findings(signed), []);
  const left = sign({ kind: 'nsec' }, { keys: [zsk, revoked[0]!] });
  assert.deepEqual(signers(left, 'example.', RType.DNSKEY), [zsk.tag, revoked[0]!.tag]);
  assert.deepEqual(findings(left), []);
  const other = generateKey({ algorithm: 13, flags: 257 | KeyFlag.REVOKED });
  assert.deepEqual(findings(sign({ kind: 'nsec' }, { keys: [ksk, other] })), [], 'its algorithm signs nothing else');
  assert.equal(signZone({ ...base, denial: { kind: 'nsec' }, keys: revoked }), undefined);
});

test('RFC 7344 §4.1: CDS and CDNSKEY are signed by a key that the parent knows', () => {
  const rrsets = [...rrsetsOf(text), ...rrsetsOf('@ 60 CDS 0 0 0 00\n@ 60 CDNSKEY 0 3 0 AA==\nwww 60 CDS 0 0 0 00')];
  const signed = sign({ kind: 'nsec' }, { rrsets });
  assert.deepEqual(signers(signed, 'example.', RType.CDS), [ksk.tag]);
  assert.deepEqual(signers(signed, 'example.', RType.CDNSKEY), [ksk.tag]);
  assert.deepEqual(signers(signed, 'www.example.', RType.CDS), [zsk.tag], 'below the apex it means nothing');
  assert.deepEqual(findings(signed), []);
});

test('RFC 8976 §3.1: signing leaves out a ZONEMD that it made wrong, unless it makes a new one', () => {
  const rrsets = sign({ kind: 'nsec' }, { zonemd: [ZonemdHash.SHA384] });
  const again = sign({ kind: 'nsec3' }, { rrsets });
  assert.ok(!again.some(({ type }) => type === RType.ZONEMD));
  assert.deepEqual(findings(again), []);
  const digested = sign({ kind: 'nsec3' }, { rrsets, zonemd: [ZonemdHash.SHA512] });
  assert.deepEqual(findings(digested), []);
  assert.deepEqual(verifyZonemd(origin, digested), { state: 'good' });
});

for (const algorithm of [8, 13, 14, 15, 16]) {
  test(`algorithm ${algorithm} signs and verifies`, () => {
    const key = generateKey({ algorithm, bits: 1024 });
    assert.deepEqual(findings(sign({ kind: 'nsec' }, { keys: [key] })), []);
  });
}

test('a zone whose name leaves no room for a hash is signed with NSEC alone', () => {
  const long = DNSName.of(`${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(30)}.`);
  const rrsets = [{ ...findSet(rrsetsOf(text), 'example.', 'SOA'), name: long }];
  assert.equal(signZone({ ...base, origin: long, rrsets, denial: { kind: 'nsec3' } }), undefined);
  assert.notEqual(signZone({ ...base, origin: long, rrsets, denial: { kind: 'nsec' } }), undefined);
  const room = long.parent().prepend(Buffer.from('d'.repeat(28)))!;
  const fits = [{ ...rrsets[0]!, name: room }];
  assert.notEqual(signZone({ ...base, origin: room, rrsets: fits, denial: { kind: 'nsec3' } }), undefined);
});

test('a zone without SOA or keys is not signed', () => {
  assert.equal(signZone({ ...base, denial: { kind: 'nsec' }, rrsets: [] }), undefined);
  assert.equal(signZone({ ...base, denial: { kind: 'nsec' }, keys: [] }), undefined);
});

type Change = (rrsets: readonly RRset[]) => readonly RRset[];
const without =
  (owner: string, type: number): Change =>
  (rrsets) =>
    rrsets.filter((set) => !(set.type === type && set.name.equals(DNSName.of(owner))));
const damage: { what: string; denial: DenialKind['kind']; change: Change; message: RegExp }[] = [
  {
    what: 'a record less',
    denial: 'nsec',
    change: (sets) =>
      sets.map((set) => (set.rdata.length === 2 && set.ttl === 60 ? { ...set, rdata: [set.rdata[0]!] } : set)),
    message: /www.*A: .*NoValidRRSIG/,
  },
  {
    what: 'an RRset less',
    denial: 'nsec',
    change: without('www.example.', RType.A),
    message: /www\.example\. NSEC lists A/,
  },
  {
    what: 'no signatures at a name',
    denial: 'nsec',
    change: without('www.example.', RType.RRSIG),
    message: /A: no good signature of algorithm 15/,
  },
  {
    what: 'an NSEC less',
    denial: 'nsec',
    change: without('www.example.', RType.NSEC),
    message: /www\.example\. no NSEC/,
  },
  {
    what: 'a name more',
    denial: 'nsec',
    change: (sets) => [...sets, ...rrsetsOf('new 60 A 192.0.2.9')],
    message: /new\.example\. no NSEC/,
  },
  {
    what: 'a name more',
    denial: 'nsec3',
    change: (sets) => [...sets, ...rrsetsOf('new 60 A 192.0.2.9')],
    message: /new\.example\. no NSEC3/,
  },
  {
    what: 'a name less',
    denial: 'nsec3',
    change: without('a.b.ent.example.', RType.TXT),
    message: /NSEC3 of a name that the zone does not have|NSEC3 lists TXT/,
  },
  {
    what: 'a TTL that was not signed',
    denial: 'nsec',
    change: (sets) => sets.map((set) => (set.type === RType.MX ? { ...set, ttl: 3601 } : set)),
    message: /wild.*MX: signature by .*: signed with TTL 3600, the zone has 3601/,
  },
  {
    what: 'a key of an unknown algorithm alone',
    denial: 'nsec',
    change: () => rrsetsOf('@ SOA a b 1 2 3 4 5\n@ DNSKEY 257 3 200 AAAA\n@ NSEC @ SOA RRSIG NSEC DNSKEY'),
    message: /no zone key of an algorithm that is supported/,
  },
  { what: 'no keys', denial: 'nsec', change: without('example.', RType.DNSKEY), message: /no DNSKEY RRset/ },
  {
    what: 'another DNSKEY',
    denial: 'nsec',
    change: (sets) =>
      sets.map((set) => (set.type === RType.DNSKEY ? { ...set, rdata: [generateKey({ algorithm: 15 }).rdata] } : set)),
    message: /NoValidDNSKEY/,
  },
];
for (const { what, denial, change, message } of damage) {
  test(`${denial}: ${what} is found`, () => {
    const found = findings(change(sign({ kind: denial })));
    assert.ok(
      found.some((line) => message.test(line)),
      found.join('\n'),
    );
  });
}

test('an NSEC3 that is taken out is found', () => {
  const signed = sign({ kind: 'nsec3' });
  const first = signed.find(({ type }) => type === RType.NSEC3)!;
  const found = findings(signed.filter((set) => set !== first));
  assert.ok(
    found.some((line) => line.endsWith('no NSEC3')) && found.some((line) => line.includes('next hash')),
    found.join('\n'),
  );
});

/** A zone with two chains of NSEC3, as while its salt is changed. */
function withTwoChains(): RRset[] {
  const one = sign({ kind: 'nsec3' });
  const other = sign({ kind: 'nsec3', iterations: 5, salt: hex`aabb` });
  const owners = new Set(other.filter(({ type }) => type === RType.NSEC3).map(({ name }) => name.key));
  const [first, second] = [one, other].map((sets) => findSet(sets, 'example.', 'NSEC3PARAM'));
  const both = { ...first!, rdata: [...first!.rdata, ...second!.rdata] };
  const signature = signRRset(both, origin, zsk, base);
  const isOverParameters = (rdata: Uint8Array): boolean =>
    decodeAs(rrsig, rdata)!.typeCovered === RType.NSEC3PARAM && decodeAs(rrsig, rdata)!.keyTag === zsk.tag;
  const merged = one.map((set) => {
    if (set === first) return both;
    return {
      ...set,
      rdata: set.rdata.map((rdata) => (set.type === RType.RRSIG && isOverParameters(rdata) ? signature : rdata)),
    };
  });
  return [...merged, ...other.filter(({ name }) => owners.has(name.key))];
}

test('each of two NSEC3 chains is checked', () => {
  const whole = withTwoChains();
  assert.deepEqual(findings(whole), []);
  const chained = whole.filter(({ type }) => type === RType.NSEC3);
  for (const gone of [chained[0]!, chained.at(-1)!]) {
    const found = findings(whole.filter((set) => set !== gone));
    assert.ok(
      found.some((line) => line.endsWith('no NSEC3')),
      found.join('\n'),
    );
  }
});

test('an NSEC3PARAM with flags is none, and NSEC3 of parameters that none tells is found', () => {
  const signed = sign({ kind: 'nsec3' });
  const flagged = signed.map((set) =>
    set.type === RType.NSEC3PARAM ? { ...set, rdata: set.rdata.map((rdata) => rdata.with(1, 1)) } : set,
  );
  assert.ok(findings(flagged).includes('example. no NSEC'));
  const other = sign({ kind: 'nsec3', iterations: 5 });
  const mixed = [...signed, ...other.filter(({ type }) => type === RType.NSEC3)];
  assert.ok(findings(mixed).some((line) => line.endsWith('of other parameters')));
});

test('expired signatures and an altered digest are found', () => {
  assert.ok(
    findings(sign({ kind: 'nsec' }), now + 90_000).every(
      (line) => line.includes('Expired') || line.includes('no good'),
    ),
  );
  const signed = sign({ kind: 'nsec' }, { zonemd: [ZonemdHash.SHA384] });
  const glue = signed.map((set) => (set.name.equals(DNSName.of('ns2.sub.example.')) ? { ...set, ttl: 1 } : set));
  assert.deepEqual(findings(glue), ['example. ZONEMD: the digest does not match']);
});

test('RFC 4035 §5.3.3: a bad signature beside a good one is a warning', () => {
  const signed = sign({ kind: 'nsec' });
  const old = sign({ kind: 'nsec' }, { inception: now - 7200, expiration: now - 3600 });
  const stale = old.filter(({ type, name }) => type === RType.RRSIG && name.equals(DNSName.of('ns1.example.')));
  const found = verifyZone({ origin, rrsets: [...signed, ...stale], unixSeconds: now });
  assert.deepEqual(
    found.map(({ severity, message }) => `${severity} ${message}`),
    [
      `warning A: signature by 15/${zsk.tag}: SignatureExpired`,
      `warning NSEC: signature by 15/${zsk.tag}: SignatureExpired`,
    ],
  );
});

test('a DS of another key is found', () => {
  const ds = [makeDsRdata(origin, generateKey({ algorithm: 15 }).rdata)!];
  const [finding] = verifyZone({ origin, rrsets: sign({ kind: 'nsec' }), unixSeconds: now, ds });
  assert.equal(finding?.message, 'DNSKEY RRset is bogus: NoValidDNSKEY');
});

/** Names below example. that exist, and questions near them. */
const relative = arbitraryName(3).map((wire) => {
  const name = DNSName.fromWire(wire);
  return DNSName.fromLabels(name.labels().slice(0, 3), origin) ?? origin;
});
const keys: readonly SigningKey[] = [zsk];

test('law: for any zone, NSEC and NSEC3 prove what is absent, and never what exists', () => {
  fc.assert(
    fc.property(fc.array(relative, { maxLength: 8 }), fc.array(relative, { maxLength: 12 }), (names, questions) => {
      const data = names.map((name): RRset => ({ name, type: RType.A, class: 1, ttl: 60, rdata: [hex`c0000201`] }));
      const rrsets = [findSet(rrsetsOf(text), 'example.', 'SOA'), ...data];
      const existing = new Set(zoneNodes(origin, rrsets).map(({ name }) => name.key));
      const nsecs = sign({ kind: 'nsec' }, { rrsets, keys }).filter(({ type }) => type === RType.NSEC);
      const nsec3s = sign({ kind: 'nsec3' }, { rrsets, keys }).filter(({ type }) => type === RType.NSEC3);
      const records = nsecs.map((set) => nsecRecord(set)!);
      const hashed = nsec3s.map((set) => nsec3Record(set, origin)!);
      for (const qname of [...questions, ...names]) {
        const denied = { qname, qtype: RType.A, zone: origin };
        let encloser = qname;
        while (!existing.has(encloser.key)) encloser = encloser.parent();
        const source = existing.has(qname.key) ? qname : encloser.wildcard();
        const answered = source !== undefined && existing.has(source.key);
        const hasA = answered && data.some(({ name }) => name.equals(source));
        for (const outcome of [nsecNxdomain(denied, records), nsec3Nxdomain(denied, hashed)]) {
          assert.equal(outcome.state === 'proved', !answered, `NXDOMAIN ${qname} ${JSON.stringify(outcome)}`);
        }
        for (const outcome of [nsecNodata(denied, records), nsec3Nodata(denied, hashed)]) {
          assert.equal(outcome.state === 'proved', answered && !hasA, `NODATA ${qname} ${JSON.stringify(outcome)}`);
        }
      }
    }),
    { numRuns: 60 },
  );
});
