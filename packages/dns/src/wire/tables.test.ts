import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Flag, flagNames } from './header.ts';
import { DNSName } from './name.ts';
import { opcodeName, parseOpcode } from './opcode.ts';
import { formatQuestion } from './question.ts';
import { parseRClass, rclassName } from './rclass.ts';
import { parseRCode, rcodeName } from './rcode.ts';
import { isMetaType, parseRType, RType, rtypeName } from './rtype.ts';

const parsers = [
  { what: 'RR types', parse: parseRType, format: rtypeName, last: 0xffff },
  { what: 'classes', parse: parseRClass, format: rclassName, last: 0xffff },
];
for (const { what, parse, format, last } of parsers) {
  test(`RFC 3597 §5: ${what} round-trip through their names`, () => {
    for (let value = 0; value <= last; value += 1) assert.equal(parse(format(value)), value, format(value));
  });
}

test('every RCODE and opcode round-trips through its mnemonic', () => {
  for (let value = 0; value <= 23; value += 1) {
    const name = rcodeName(value);
    assert.equal(parseRCode(name.replace('RCODE', '')), value, name);
  }
  for (let value = 0; value <= 15; value += 1) {
    assert.equal(parseOpcode(opcodeName(value).replace('OPCODE', '')), value);
  }
});

test('RFC 3597 §5: known types may be written by number, case does not matter', () => {
  assert.equal(parseRType('TYPE1'), RType.A);
  assert.equal(parseRType('type65535'), 65_535);
  assert.equal(parseRType('aaaa'), RType.AAAA);
  assert.equal(parseRClass('class255'), 255);
});

for (const text of ['', 'TYPE', 'TYPE65536', 'TYPE-1', 'TYPE1.5', 'TYPE0x1', 'NOPE', 'TYPE000001']) {
  test(`"${text}" is no type`, () => assert.equal(parseRType(text), undefined));
}

test('numbers and other names of RCODEs', () => {
  assert.equal(parseRCode('4095'), 4095);
  assert.equal(parseRCode('4096'), undefined);
  assert.equal(parseRCode('badsig'), 16);
  assert.equal(parseRCode('x'), undefined);
  assert.equal(parseOpcode('16'), undefined);
});

test('RFC 6895 §3.1: meta types', () => {
  assert.deepEqual([0, 1, 41, 127, 128, 250, 255, 256].filter(isMetaType), [0, 41, 128, 250, 255]);
});

test('flag names stand in dig order', () => {
  assert.deepEqual(flagNames(Flag.CD | Flag.QR | Flag.RD | 0x7800), ['QR', 'RD', 'CD']);
});

test('a question as text', () => {
  assert.equal(formatQuestion({ name: DNSName.of('a.'), type: 1, class: 1 }), 'a. A');
  assert.equal(formatQuestion({ name: DNSName.of('a.'), type: 16, class: 3 }), 'a. CH TXT');
});
