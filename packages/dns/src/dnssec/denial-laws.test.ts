/** Proofs of absence held against what zones with delegations, DNAMEs and wildcards have. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '@span53/testkit';
import * as fc from 'fast-check';
import { DNSName, RType, type RRset } from '../wire/index.ts';
import type { Denial, Denied } from './denial.ts';
import { nsecNoDs, nsecNodata, nsecNxdomain, nsecRecord, nsecWildcard, type NsecRecord } from './nsec-proof.ts';
import { nsec3NoDs, nsec3Nodata, nsec3Nxdomain, nsec3Record, nsec3Wildcard, type Nsec3Record } from './nsec3-proof.ts';
import { generateKey } from './signing-key.ts';
import { findSet, rrsetsOf } from './zone.fixture.ts';
import { signZone } from './zone-sign.ts';

const origin = DNSName.of('example.');
const soa = findSet(rrsetsOf('@ SOA ns1 admin 1 7200 3600 1209600 300'), 'example.', 'SOA');
const keys = [generateKey({ algorithm: 15 })];
const RDATA = new Map<number, Uint8Array>([
  [RType.A, hex`c0000201`],
  [RType.NS, hex`026e73 0474657374 00`],
  [RType.CNAME, hex`0161 0474657374 00`],
  [RType.DNAME, hex`0162 0474657374 00`],
  [RType.DS, hex`0001 0d 02 ${'ab'.repeat(32)}`],
]);

/** Few labels, so that names meet: three deep, some with a wildcard. */
const anyName = fc
  .array(fc.constantFrom('a', 'b', '*', 'c'), { minLength: 1, maxLength: 3 })
  .map((labels) => DNSName.of(`${labels.join('.')}.example.`));
/** The types at a name. */
const anyTypes = fc.constantFrom(
  [RType.A],
  [RType.A],
  [RType.CNAME],
  [RType.DNAME],
  [RType.NS],
  [RType.NS, RType.DS],
  [RType.NS, RType.A],
);
const anyZone = fc.array(fc.tuple(anyName, anyTypes), { maxLength: 6 }).map((entries) => {
  const zone = new Map<string, { name: DNSName; types: readonly number[] }>();
  for (const [name, types] of entries) {
    // What a delegation or a DNAME at a wildcard means is not defined (RFC 4592 §4.2, §4.4).
    zone.set(name.key, { name, types: name.isWildcard ? [RType.A] : types });
  }
  return zone;
});
type Zone = ReadonlyMap<string, { name: DNSName; types: readonly number[] }>;

/** What a server that has the zone would say (RFC 1034 §4.3.2, RFC 4592 §3.3.1). */
type Truth = 'data' | 'nodata' | 'nxdomain' | 'elsewhere';

function truthOf(zone: Zone, qname: DNSName, qtype: number): Truth {
  for (let count = origin.labelCount + 1; count <= qname.labelCount; count += 1) {
    const types = zone.get(qname.lastLabels(count).key)?.types ?? [];
    const isSelf = count === qname.labelCount;
    if (types.includes(RType.NS) && !(isSelf && qtype === RType.DS)) return 'elsewhere';
    if (types.includes(RType.NS)) return types.includes(RType.DS) ? 'data' : 'nodata';
    if (types.includes(RType.DNAME) && !isSelf) return 'elsewhere';
  }
  const source = sourceOf(zone, qname);
  if (!exists(zone, source)) return 'nxdomain';
  const types = zone.get(source.key)?.types ?? [];
  return types.includes(qtype) || types.includes(RType.CNAME) ? 'data' : 'nodata';
}

/** The name itself, or the wildcard that would answer for it. */
function sourceOf(zone: Zone, qname: DNSName): DNSName {
  let encloser = qname;
  while (!exists(zone, encloser)) encloser = encloser.parent();
  return encloser.equals(qname) ? qname : encloser.wildcard()!;
}

/** The wildcards with signatures that could be told to have answered. */
function wildcardsAbove(zone: Zone, qname: DNSName): DNSName[] {
  const found: DNSName[] = [];
  for (let above = qname; above.labelCount > origin.labelCount;) {
    above = above.parent();
    const wildcard = above.wildcard()!;
    if (zone.has(wildcard.key) && !wildcard.equals(qname) && !isHidden(zone, wildcard)) found.push(wildcard);
  }
  return found;
}

/** True for names that the zone has or that lie above one; what a delegation or DNAME hides was seen to before. */
function exists(zone: Zone, name: DNSName): boolean {
  if (name.equals(origin)) return true;
  return [...zone.values()].some(({ name: other }) => other.isPartOf(name) && !isHidden(zone, other));
}

function isHidden(zone: Zone, name: DNSName): boolean {
  for (let above = name.parent(); above.labelCount > origin.labelCount; above = above.parent()) {
    const types = zone.get(above.key)?.types ?? [];
    if (types.includes(RType.NS) || types.includes(RType.DNAME)) return true;
  }
  return false;
}

function sign(zone: Zone, kind: 'nsec' | 'nsec3'): RRset[] {
  const data = [...zone.values()].flatMap(({ name, types }) =>
    types.map((type): RRset => ({ name, type, class: 1, ttl: 60, rdata: [RDATA.get(type)!] })),
  );
  const validity = { inception: 0, expiration: 1 };
  return signZone({ origin, rrsets: [soa, ...data], keys, denial: { kind }, ...validity })!;
}

/** Every proof, by what it proves. */
function proofs(denied: Denied, nsecs: readonly NsecRecord[], nsec3s: readonly Nsec3Record[]): [Truth, Denial][] {
  return [
    ['nxdomain', nsecNxdomain(denied, nsecs)],
    ['nxdomain', nsec3Nxdomain(denied, nsec3s)],
    ['nodata', nsecNodata(denied, nsecs)],
    ['nodata', nsec3Nodata(denied, nsec3s)],
  ];
}

const anyCase = fc.record({
  zone: anyZone,
  questions: fc.array(fc.tuple(anyName, fc.constantFrom(RType.A, RType.DS, RType.TXT)), { minLength: 4, maxLength: 8 }),
  kept: fc.infiniteStream(fc.boolean()),
});

test('law: NSEC and NSEC3 prove what the zone lacks, and a part of them proves nothing else', () => {
  fc.assert(
    fc.property(anyCase, ({ zone, questions, kept }) => {
      const nsecs = sign(zone, 'nsec')
        .filter(({ type }) => type === RType.NSEC)
        .map((set) => nsecRecord(set)!);
      const nsec3s = sign(zone, 'nsec3')
        .filter(({ type }) => type === RType.NSEC3)
        .map((set) => nsec3Record(set, origin)!);
      const part = <T>(records: readonly T[]): T[] => records.filter(() => kept.next().value);
      for (const [qname, qtype] of questions) {
        const denied = { qname, qtype, zone: origin };
        const truth = truthOf(zone, qname, qtype);
        const show = (outcome: Denial): string => `${qname} ${qtype} is ${truth}: ${JSON.stringify(outcome)}`;
        for (const [claim, outcome] of proofs(denied, nsecs, nsec3s)) {
          assert.equal(outcome.state === 'proved', claim === truth, show(outcome));
        }
        for (const [claim, outcome] of proofs(denied, part(nsecs), part(nsec3s))) {
          if (outcome.state === 'proved') assert.equal(claim, truth, show(outcome));
        }
        const types = zone.get(qname.key)?.types ?? [];
        const unsigned = types.includes(RType.NS) && !types.includes(RType.DS) && !isHidden(zone, qname);
        for (const outcome of [nsecNoDs(denied, nsecs), nsec3NoDs(denied, nsec3s)]) {
          assert.equal(outcome.state === 'proved', unsigned, `no DS, ${show(outcome)}`);
        }
        for (const wildcard of wildcardsAbove(zone, qname)) {
          const answers = truth !== 'elsewhere' && wildcard.equals(sourceOf(zone, qname));
          for (const outcome of [nsecWildcard(denied, wildcard, nsecs), nsec3Wildcard(denied, wildcard, nsec3s)]) {
            assert.equal(outcome.state === 'proved', answers, `from ${wildcard}, ${show(outcome)}`);
          }
        }
      }
    }),
    { numRuns: 150 },
  );
});
