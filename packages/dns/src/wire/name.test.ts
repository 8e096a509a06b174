import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryName, hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { DNSName, expandName, sameName, skipName } from './name.ts';

const label63 = 'a'.repeat(63);
/** 4 x 64 octets less 1 plus the root: 255 octets, the longest name there is. */
const longest = `${label63}.${label63}.${label63}.${'b'.repeat(61)}.`;

test('RFC 4343 §4.1: names that differ in the case of ASCII letters only are equal', () => {
  const name = DNSName.of('WWW.Example.');
  assert.ok(name.equals(DNSName.of('www.eXAMPLE.')));
  assert.equal(name.key, DNSName.of('www.example.').key);
  assert.equal(name.toString(), 'WWW.Example.', 'case is kept');
});

test('RFC 4343 §3: octets outside ASCII have no case', () => {
  const upper = DNSName.fromWire(hex`01 c0 00`);
  const lower = DNSName.fromWire(hex`01 e0 00`);
  assert.ok(!upper.equals(lower));
  assert.notEqual(upper.key, lower.key);
});

const com = DNSName.fromWire(hex`03 636f6d 00`);
const suffixes = [
  { what: 'the name itself', name: hex`03 434f4d 00 ; COM.`, part: true },
  { what: 'a name below', name: hex`01 61 03 636f6d 00`, part: true },
  { what: 'a look-alike label', name: hex`05 61 03 636f6d 00 ; one label: a\003com`, part: false },
  { what: 'the root', name: hex`00`, part: false },
  { what: 'another name of the same length', name: hex`03 6e6574 00`, part: false },
];
for (const { what, name, part } of suffixes) {
  test(`isPartOf com.: ${what}`, () => assert.equal(DNSName.fromWire(name).isPartOf(com), part));
}

test('every name is part of the root', () => assert.ok(com.isPartOf(DNSName.root)));

test('labels, counts and ancestors', () => {
  const name = DNSName.of('a.b.example.');
  assert.equal(name.labelCount, 3);
  assert.equal(DNSName.root.labelCount, 0);
  assert.deepEqual(name.labels().map(toHex), ['61', '62', toHex(Buffer.from('example'))]);
  assert.equal(name.parent().toString(), 'b.example.');
  assert.equal(name.ancestor(2).toString(), 'example.');
  assert.equal(name.ancestor(9).toString(), '.');
  assert.equal(name.lastLabels(1).toString(), 'example.');
  assert.equal(name.lastLabels(7).toString(), 'a.b.example.');
  assert.ok(DNSName.root.parent().isRoot);
  assert.ok(DNSName.of('*.example.').isWildcard);
  assert.ok(!DNSName.of('*a.example.').isWildcard);
  assert.equal(name.wildcard()?.toString(), '*.a.b.example.');
  assert.equal(DNSName.of('A.eXample.').lowered().toString(), 'a.example.');
});

test('RFC 1035 §2.3.4: a name has at most 255 octets, a label 63', () => {
  const name = DNSName.of(longest);
  assert.equal(name.wire.length, 255);
  assert.equal(name.prepend(hex`61`), undefined);
  assert.equal(name.wildcard(), undefined);
  assert.equal(DNSName.fromLabels([Buffer.alloc(64)]), undefined);
  assert.equal(DNSName.fromLabels([Buffer.alloc(0)]), undefined);
  assert.equal(DNSName.fromLabels([Buffer.alloc(63, 0x61)])?.toString(), `${label63}.`);
});

test('RFC 6672 §2.2: DNAME replaces a suffix and refuses what gets too long', () => {
  const from = DNSName.of('example.');
  assert.equal(
    DNSName.of('a.b.example.').replaceSuffix(from, DNSName.of('example.net.'))?.toString(),
    'a.b.example.net.',
  );
  assert.equal(DNSName.of('a.test.').replaceSuffix(from, DNSName.of('example.net.')), undefined);
  assert.equal(DNSName.of('a.example.').replaceSuffix(from, DNSName.of(longest)), undefined);
});

test('DNSName.of refuses what is no name', () => assert.throws(() => DNSName.of('a..b'), TypeError));

const read = [
  { what: 'uncompressed', octets: hex`01 61 00`, at: 0, text: 'a.' },
  { what: 'a pointer to a name before', octets: hex`01 61 00 01 62 c000`, at: 3, text: 'b.a.' },
  { what: 'a pointer to a pointer', octets: hex`01 61 00 c000 01 62 c003`, at: 5, text: 'b.a.' },
  { what: 'a pointer to the root', octets: hex`00 01 61 c000`, at: 1, text: 'a.' },
  { what: 'a pointer to itself', octets: hex`c000`, at: 0, text: undefined },
  { what: 'a loop of two', octets: hex`c002 c000`, at: 0, text: undefined },
  { what: 'a loop through its own label', octets: hex`01 61 c000`, at: 0, text: undefined },
  { what: 'a forward pointer', octets: hex`c002 01 61 00`, at: 0, text: undefined },
  { what: 'a pointer into its own labels', octets: hex`00 03 610000 c002`, at: 1, text: undefined },
  { what: 'half a pointer', octets: hex`01 61 c0`, at: 0, text: undefined },
  { what: 'label type 0x40', octets: hex`41 61 00`, at: 0, text: undefined },
  { what: 'label type 0x80', octets: hex`81 61 00`, at: 0, text: undefined },
  { what: 'a label over the end', octets: hex`05 61 62`, at: 0, text: undefined },
  { what: 'no root', octets: hex`01 61`, at: 0, text: undefined },
  { what: 'nothing', octets: hex``, at: 0, text: undefined },
  { what: 'an offset behind the end', octets: hex`00`, at: 7, text: undefined },
];
for (const { what, octets, at, text } of read) {
  test(`RFC 1035 §4.1.4 read: ${what}`, () => assert.equal(DNSName.read(octets, at)?.toString(), text));
}

test('a compressed name of 255 octets is read, one of 256 is not', () => {
  const tail = DNSName.of(longest).wire;
  const exact = Buffer.concat([tail, hex`c000`]);
  assert.equal(DNSName.read(exact, 255)?.wire.length, 255);
  const over = Buffer.concat([tail, hex`01 61 c000`]);
  assert.equal(DNSName.read(over, 255), undefined);
  assert.equal(skipName(Buffer.concat([hex`01 61`, tail]), 0), -1, 'skipping checks the limit too');
});

/** The root, reached through so many pointers. */
function chain(pointers: number): DNSName | undefined {
  const octets = Buffer.alloc(1 + 2 * pointers);
  for (let i = 0; i < pointers; i += 1) octets.writeUInt16BE(0xc000 | (i === 0 ? 0 : 2 * i - 1), 1 + 2 * i);
  return DNSName.read(octets, octets.length - 2);
}

test('a chain of pointers is followed as far as names can need', () => {
  assert.ok(chain(127)?.isRoot);
  assert.equal(chain(128), undefined);
});

test('skipName stops behind the pointer and at the given end', () => {
  assert.equal(skipName(hex`01 61 c000 ff`, 0), 4);
  assert.equal(skipName(hex`01 61 c000 ff`, 0, 3), -1);
  assert.equal(skipName(hex`01 61 00 ff`, 0), 3);
});

test('law: reading any octets at any offset never throws, and what is read is a whole name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(310), (octets, at) => {
      const name = DNSName.read(octets, at);
      const next = skipName(octets, at);
      if (name === undefined) return;
      assert.ok(name.wire.length <= 255 && next > at && next <= octets.length);
      assert.equal(skipName(name.wire, 0), name.wire.length);
    }),
  );
});

test('law: equal keys, sameName and equals agree', () => {
  fc.assert(
    fc.property(arbitraryName(2), arbitraryName(2), (a, b) => {
      const same = sameName(a, b);
      assert.equal(DNSName.fromWire(a).key === DNSName.fromWire(b).key, same);
      assert.equal(DNSName.fromWire(a).equals(DNSName.fromWire(b)), same);
    }),
  );
});

test('expandName writes into the target only what belongs to the name', () => {
  const target = Buffer.alloc(256, 0xee);
  assert.equal(expandName(hex`00 01 61 c000`, 1, target), 3);
  assert.equal(toHex(target.subarray(0, 4)), '016100ee');
});
