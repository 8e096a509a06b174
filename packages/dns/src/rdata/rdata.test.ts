import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryValue, hex } from '@span53/testkit';
import * as fc from 'fast-check';
import { DNSName, RType, WireReader, WireWriter } from '../wire/index.ts';
import { decodeRdata, encodeRdata, formatRdata, parseRdata } from './rdata.ts';
import { codecs, findCodec } from './registry.ts';
import { mx } from './types/mx.ts';
import { nsec } from './types/nsec.ts';
import { txt } from './types/txt.ts';

test('RFC 3597 §5: unknown types in every class', () => {
  assert.deepEqual(parseRdata(731, '\\# 6 abcd ( ef 01 23 45 )'), hex`abcdef012345`);
  assert.deepEqual(parseRdata(62_347, '\\# 0', { rclass: 4 }), hex``);
  assert.deepEqual(parseRdata(RType.A, '\\# 4 0A000001'), hex`0a000001`);
  assert.equal(formatRdata(731, hex`abcdef012345`), '\\# 6 ABCDEF012345');
  assert.equal(formatRdata(731, hex``), '\\# 0');
});

const wrong: [type: number, text: string, message: string, offset: number][] = [
  [731, 'abcd', 'TYPE731 has no text form here but \\#', 0],
  [731, '\\# 65536 00', 'expected the RDATA length', 3],
  [731, '\\# 1 0', 'expected pairs of hex digits', 5],
  [731, '\\# 2 00', 'RDATA has 1 octets, not the 2', 5],
  [731, '"\\#" 0', 'has no text form', 0],
  [RType.MX, '\\# 6 00000161c000', 'octets are no MX data', 5],
  [RType.SOA, `\\# 25 016100c000${'00'.repeat(20)}`, 'octets are no SOA data', 6],
  [RType.MX, '10 a..b', 'expected a name, got "a..b"', 3],
  [RType.MX, '10 a b', 'unexpected text', 3],
  [RType.MX, '', 'expected a number', 0],
  [RType.TXT, `${'"0123456789" '.repeat(6000)}`, 'does not fit its wire form', 77_987],
];
for (const [type, text, message, offset] of wrong) {
  test(`${type} ${text.slice(0, 40)}: ${message}`, () => {
    const problem = parseRdata(type, text);
    assert.ok(!(problem instanceof Uint8Array));
    assert.ok(problem.message.includes(message), problem.message);
    assert.equal(problem.offset, offset);
  });
}

test('a name without a final dot ends in the origin', () => {
  const origin = DNSName.of('example.com.');
  assert.deepEqual(parseRdata(RType.CNAME, 'www', { origin }), DNSName.of('www.example.com.').wire);
  assert.deepEqual(parseRdata(RType.CNAME, 'www'), DNSName.of('www.').wire);
});

test('decodeRdata follows pointers into the message, and keeps malformed RDATA opaque', () => {
  const message = hex`${'00'.repeat(12)} 07 6578616d706c65 00 000a 04 6d61696c c00c`;
  const decoded = decodeRdata(RType.MX, new WireReader(message, 21));
  assert.equal(decoded.kind === 'known' && decoded.codec.format(decoded.value), '10 mail.example.');
  assert.deepEqual(decodeRdata(RType.MX, new WireReader(message, 22)), { kind: 'opaque', octets: message.slice(22) });
  assert.deepEqual(decodeRdata(65_280, new WireReader(hex`0102`)), { kind: 'opaque', octets: hex`0102` });
});

test('a value without a wire form is a bug of the caller', () => {
  assert.throws(() => encodeRdata(txt, { strings: [new Uint8Array(256)] }), {
    name: 'RangeError',
    message: 'TXT: value does not fit its wire form',
  });
  const message = 'MX: 70000 is no unsigned number of 16 bits';
  assert.throws(() => encodeRdata(mx, { preference: 70_000, exchange: DNSName.root }), { name: 'RangeError', message });
  assert.deepEqual(encodeRdata(mx, { preference: 65_535, exchange: DNSName.root }), hex`ffff 00`);
});

for (const codec of codecs) {
  const [sample] = fc.sample(arbitraryValue(codec), { numRuns: 1, seed: 53 });
  const fields = Object.entries(sample as object).filter(([, value]) => typeof value === 'number');
  for (const [field] of fields) {
    test(`${codec.mnemonic}: ${field} is refused when it is no whole number, or out of range`, () => {
      for (const number of [-1, 1.5, 2 ** 48, Number.NaN])
        assert.throws(() => encodeRdata(codec, { ...(sample as object), [field]: number }), {
          name: 'RangeError',
          message: new RegExp(`^${codec.mnemonic}: ${number} is no unsigned number of (8|16|32|48) bits$`),
        });
    });
  }
}

test('a type that is none is refused in a bitmap', () => {
  for (const type of [-1, 1.5, 65_536]) {
    const message = `NSEC: ${type} is no unsigned number of 16 bits`;
    assert.throws(() => encodeRdata(nsec, { next: DNSName.root, types: [1, type] }), { name: 'RangeError', message });
  }
});

test('a number that was refused is forgotten with the next value', () => {
  assert.throws(() => encodeRdata(mx, { preference: -1, exchange: DNSName.root }), RangeError);
  assert.throws(() => encodeRdata(txt, { strings: [new Uint8Array(256)] }), { message: /does not fit/ });
});

test('only the types of RFC 1035 compress their names', () => {
  const compressing = codecs.filter(({ type }) => {
    const wire = parseRdata(type, sampleWithName(type));
    if (!(wire instanceof Uint8Array)) return false;
    const codec = findCodec(type)!;
    const writer = new CountingWriter();
    codec.encode(writer, codec.decode(new WireReader(wire)));
    return writer.compressible > 0;
  });
  assert.equal(compressing.map(({ mnemonic }) => mnemonic).join(' '), 'NS MD MF CNAME SOA MB MG MR PTR MINFO MX');
});

test('RFC 4034 §6.2 and RFC 6840 §5.1: the types whose names are lowered', () => {
  const lowering = codecs.filter((codec) => codec.lowersNames).map(({ mnemonic }) => mnemonic);
  assert.equal(
    lowering.join(' '),
    'NS MD MF CNAME SOA MB MG MR PTR MINFO MX RP AFSDB RT SIG PX NXT SRV NAPTR KX A6 DNAME RRSIG',
  );
});

test('the registry has each type once, by ascending number', () => {
  const types = codecs.map(({ type }) => type);
  assert.deepEqual(
    types,
    [...new Set(types)].toSorted((a, b) => a - b),
  );
  for (const { type, mnemonic } of codecs)
    assert.equal(Object.entries(RType).find(([, n]) => n === type)?.[0], mnemonic);
  assert.equal(findCodec(mx.type), mx);
});

class CountingWriter extends WireWriter {
  compressible = 0;
  override compressibleName(name: DNSName): void {
    this.compressible += 1;
    this.name(name);
  }
}

/** Text with a name where the type has one, for the few shapes that RFC 1035 types share with others. */
function sampleWithName(type: number): string {
  const shapes = ['a.', '1 a.', 'a. b.', '1 a. b.', '1 1 1 a.', 'a. b. 1 1 1 1 1', '1 1 "" "" "" a.', 'a. A'];
  return shapes.find((text) => parseRdata(type, text) instanceof Uint8Array) ?? '';
}
