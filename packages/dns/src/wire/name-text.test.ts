import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryName, hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { DNSName } from './name.ts';
import { formatName, parseName } from './name-text.ts';

const origin = DNSName.of('example.').wire;
const parsed = [
  { text: '.', wire: hex`00` },
  { text: '@', wire: origin },
  { text: 'a.', wire: hex`01 61 00` },
  { text: 'a', wire: hex`01 61 07 6578616d706c65 00` },
  { text: 'a.b', wire: hex`01 61 01 62 07 6578616d706c65 00` },
  { text: String.raw`a\.b.`, wire: hex`03 612e62 00` },
  { text: String.raw`\097\\.`, wire: hex`02 615c 00` },
  { text: String.raw`\000\255.`, wire: hex`02 00ff 00` },
  { text: String.raw`\@.`, wire: hex`01 40 00` },
  { text: String.raw`a\..`, wire: hex`02 612e 00` },
];
for (const { text, wire } of parsed) {
  test(`RFC 1035 §5.1: "${text}"`, () => assert.equal(toHex(parseName(text, origin)!), toHex(wire)));
}

const refused = [
  '',
  '..',
  '.a',
  'a..b',
  'a..',
  String.raw`a\256.`,
  String.raw`a\25.`,
  String.raw`a\2`,
  'a\\',
  'é.',
  '\\é.',
  `${'a'.repeat(64)}.`,
  `${'a'.repeat(64)}`,
  `${`${'a'.repeat(63)}.`.repeat(4)}`,
  'a.'.repeat(128),
];
for (const text of refused) {
  test(`no name: "${text.slice(0, 20)}" (${text.length})`, () => assert.equal(parseName(text, origin), undefined));
}

test('RFC 2181 §11: octets of a zone file outside ASCII stand for themselves', () => {
  for (const text of ['\xc3\xa9.', '\\\xc3\\\xa9.']) {
    assert.equal(toHex(DNSName.parseOctets(text, DNSName.root)!.wire), toHex(hex`02 c3a9 00`));
  }
  assert.equal(DNSName.parseOctets('a..b', DNSName.root), undefined);
});

test('RFC 1035 §2.3.4: 63 octets in a label and 255 in a name are the last that fit', () => {
  assert.equal(parseName(`${'a'.repeat(63)}.`, origin)?.length, 65);
  assert.equal(parseName('a.'.repeat(127), origin)?.length, 255);
  const room = 255 - origin.length;
  assert.equal(parseName(`${'a.'.repeat((room - 4) / 2)}bbb`, origin)?.length, 255);
  assert.equal(
    parseName(`${'a.'.repeat((room - 4) / 2)}bbbb`, origin),
    undefined,
    'with the origin it is one too long',
  );
});

test('characters that zone files treat specially are escaped', () => {
  assert.equal(formatName(hex`08 2e5c22283b29 4024 00`), String.raw`\.\\\"\(\;\)\@\$.`);
  assert.equal(formatName(hex`03 20097f 00`), String.raw`\032\009\127.`);
});

test('law: parse of format gives the octets back', () => {
  fc.assert(
    fc.property(arbitraryName(), (wire) => assert.equal(toHex(parseName(formatName(wire), origin)!), toHex(wire))),
  );
});

test('law: any text is a name within the limits or refused', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const wire = parseName(text, origin);
      if (wire !== undefined) assert.equal(formatName(DNSName.read(wire, 0)!.wire), formatName(wire));
    }),
  );
});
