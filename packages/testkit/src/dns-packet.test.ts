// Our codec beside dns-packet 5.6.1, over what it gets right. Each exclusion has its reason in `changes`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codecs, encodeRdata, parseRdata } from '@span53/dns/rdata';
import { DNSName, MessageBuilder, MessageView, RClass, Section, type RRset } from '@span53/dns/wire';
import * as dnsPacket from 'dns-packet';
// @ts-expect-error dns-packet has no types for its tables
import * as dnsPacketTypes from 'dns-packet/types.js';
import * as fc from 'fast-check';
import { arbitraryValue } from './arbitrary-rdata.ts';
import { toHex } from './hex.ts';

/** Types that dns-packet decodes into fields; all others it keeps as octets, which is tested too. */
const types = 'A AAAA NS CNAME DNAME PTR MX SOA SRV TXT HINFO CAA RP SSHFP DS NAPTR TLSA NSEC NSEC3 DNSKEY RRSIG'.split(
  ' ',
);

/** What dns-packet gets wrong, and what a generated value is changed to so that it can be compared. */
const changes: [reason: string, change: (mnemonic: string, field: string, value: unknown) => unknown][] = [
  [
    'names are split at dots, go through UTF-8, and are written without escapes',
    (_, _field, value) => (value instanceof DNSName ? plainName(value) : value),
  ],
  [
    'strings go through UTF-8 in HINFO, CAA and NAPTR',
    (mnemonic, _, value) => {
      if (mnemonic === 'HINFO') return (value as Uint8Array[]).map(asciiOnly);
      return ['CAA', 'NAPTR'].includes(mnemonic) && value instanceof Uint8Array ? asciiOnly(value) : value;
    },
  ],
  ['CAA: the tag is lowered, only three are written', (_, field, value) => (field === 'tag' ? 'issuewild' : value)],
  [
    'CAA: of the flags only "critical" is written',
    (mnemonic, field, value) => (mnemonic === 'CAA' && field === 'flags' ? (value as number) & 0x80 : value),
  ],
  ['DNSKEY with a protocol other than 3 throws', (_, field, value) => (field === 'protocol' ? 3 : value)],
  [
    'a type it has no name for becomes type 0',
    (_, field, value) => {
      if (field === 'typeCovered') return knownType(value as number) ? value : 1;
      return field === 'types' ? [1, ...(value as number[]).filter((type) => type > 1 && knownType(type))] : value;
    },
  ],
];

const origin = DNSName.of('owner.example.');

for (const codec of codecs.filter(({ mnemonic }) => types.includes(mnemonic))) {
  test(`${codec.mnemonic}: dns-packet reads our message, and what it writes is our RDATA again`, () => {
    fc.assert(
      fc.property(arbitraryValue(codec), (value) => {
        const wire = encodeRdata(codec, comparable(codec.mnemonic, value));
        fc.pre(!unknownHash(codec.mnemonic, wire));
        const rrset = { name: origin, type: codec.type, class: RClass.IN, ttl: 300, rdata: [wire] };
        const again = dnsPacket.encode(dnsPacket.decode(ourMessage(rrset)));
        const records = MessageView.open(again)!.records();
        assert.ok(records.next());
        assert.equal(records.ttl, 300);
        assert.equal(toHex(records.rdata()!), toHex(wire));
      }),
      { numRuns: 100 },
    );
  });
}

const fields: [type: string, text: string, data: unknown][] = [
  ['A', '192.0.2.1', '192.0.2.1'],
  ['AAAA', '2001:db8::1', '2001:db8::1'],
  ['MX', '10 mail.example.', { preference: 10, exchange: 'mail.example' }],
  ['SRV', '1 2 3 host.example.', { priority: 1, weight: 2, port: 3, target: 'host.example' }],
  [
    'SOA',
    'ns.example. admin.example. 1 2 3 4 5',
    {
      mname: 'ns.example',
      rname: 'admin.example',
      serial: 1,
      refresh: 2,
      retry: 3,
      expire: 4,
      minimum: 5,
    },
  ],
  ['TXT', '"a" "b c"', [Buffer.from('a'), Buffer.from('b c')]],
  ['CAA', '128 issue "ca.example"', { flags: 128, tag: 'issue', value: 'ca.example', issuerCritical: true }],
  ['TLSA', '3 1 1 AABB', { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from('aabb', 'hex') }],
  ['NSEC', 'next.example. A AAAA RRSIG', { nextDomain: 'next.example', rrtypes: ['A', 'AAAA', 'RRSIG'] }],
  ['DS', '1 13 2 ' + '00'.repeat(32), { keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.alloc(32) }],
];
for (const [type, text, data] of fields) {
  test(`${type} ${text}: dns-packet finds the same fields`, () => {
    const codec = codecs.find(({ mnemonic }) => mnemonic === type)!;
    const rdata = parseRdata(codec.type, text);
    assert.ok(rdata instanceof Uint8Array);
    const { answers } = dnsPacket.decode(
      ourMessage({ name: origin, type: codec.type, class: 1, ttl: 1, rdata: [rdata] }),
    );
    assert.deepEqual((answers as { data: unknown }[])[0]!.data, data);
  });
}

function ourMessage(rrset: RRset): Buffer {
  const builder = new MessageBuilder().start({ id: 1, flags: 0x8400, limit: 65_535 });
  builder.question(origin, rrset.type, RClass.IN);
  builder.rrset(Section.ANSWER, rrset);
  return builder.finish();
}

function comparable(mnemonic: string, value: unknown): unknown {
  const entries = Object.entries(value as Record<string, unknown>).map(([field, content]) => [
    field,
    changes.reduce((changed, [, change]) => change(mnemonic, field, changed), content),
  ]);
  return Object.fromEntries(entries);
}

/** SSHFP with a hash that dns-packet does not know gives NaN. */
function unknownHash(mnemonic: string, wire: Uint8Array): boolean {
  return mnemonic === 'SSHFP' && wire[1]! > 2;
}

/** As many labels, of lower-case letters and digits. */
function plainName(name: DNSName): DNSName {
  const labels = name.labels().map((label) => label.map((octet) => 97 + (octet % 26)));
  return DNSName.fromLabels(labels)!;
}

function asciiOnly(octets: Uint8Array): Uint8Array {
  return octets.map((octet) => octet & 0x7f);
}

function knownType(type: number): boolean {
  const text: string = dnsPacketTypes.toString(type);
  return !text.startsWith('UNKNOWN') && dnsPacketTypes.toType(text) === type;
}
