import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { DNSName, RType } from '../wire/index.ts';
import { canonicalOrder, signedData, signedLabels } from './canonical.ts';
import { rrsetsOf } from './zone.fixture.ts';

test('RFC 4034 §6.3: RDATA in octet order, each once', () => {
  const order = canonicalOrder(RType.A, [hex`c0000203`, hex`c0000201`, hex`c0000203`, hex`80000000`]);
  assert.deepEqual(order.map(toHex), ['80000000', 'c0000201', 'c0000203']);
});

test('RFC 4034 §6.2: copies that differ only in the case of a name are one record', () => {
  const order = canonicalOrder(RType.NS, [hex`01 41 00`, hex`01 61 00`]);
  assert.deepEqual(order.map(toHex), ['016100']);
});

const lowered = [
  { text: 'MX 10 MAIL', lower: true },
  { text: 'SRV 1 2 53 HOST', lower: true },
  { text: 'NAPTR 1 2 "U" "" "" HOST', lower: true },
  { text: 'RRSIG A 13 1 60 20300101000000 20200101000000 1 SIGNER.example. AQID', lower: true },
  { text: 'NSEC HOST A', lower: false },
  { text: 'SVCB 1 HOST', lower: false },
  { text: 'TXT "HOST"', lower: false },
];
for (const { text, lower } of lowered) {
  test(`RFC 6840 §5.1: names in "${text}" are ${lower ? '' : 'not '}lowered`, () => {
    const [set] = rrsetsOf(`a ${text}`);
    const [octets] = canonicalOrder(set!.type, set!.rdata);
    assert.equal(Buffer.from(octets!).toString('latin1').includes('HOST'), !lower && text.includes('HOST'));
    assert.equal(toHex(octets!) === toHex(set!.rdata[0]!), !lower);
  });
}

test('RFC 4034 §3.1.3: a leftmost * does not count as a label', () => {
  assert.deepEqual(
    ['.', 'example.', '*.example.', 'a.*.example.', '*.'].map((name) => signedLabels(DNSName.of(name))),
    [0, 1, 1, 3, 0],
  );
});

test('RFC 4034 §3.1.8.1: what is signed, octet by octet, for a name made from a wildcard', () => {
  const [set] = rrsetsOf('A.b.EXAMPLE. 60 A 192.0.2.2\nA.b.EXAMPLE. 60 A 192.0.2.1');
  const head = {
    typeCovered: 1,
    algorithm: 13,
    labels: 1,
    originalTtl: 3600,
    expiration: 2,
    inception: 1,
    keyTag: 258,
  };
  const owner = '012a 07 6578616d706c65 00';
  assert.equal(
    toHex(signedData(set!, { ...head, signer: DNSName.of('Example.') })),
    toHex(hex`
    0001 0d 01 00000e10 00000002 00000001 0102 07 6578616d706c65 00
    ${owner} 0001 0001 00000e10 0004 c0000201
    ${owner} 0001 0001 00000e10 0004 c0000202`),
  );
});
