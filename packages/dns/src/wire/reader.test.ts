import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { WireReader } from './reader.ts';

test('numbers, octets and strings in order', () => {
  const reader = new WireReader(hex`01 0203 04050607 08090a0b0c0d 02 6869 ff`);
  assert.equal(reader.u8(), 1);
  assert.equal(reader.u16(), 0x0203);
  assert.equal(reader.u32(), 0x04050607);
  assert.equal(reader.u48(), 0x08090a0b0c0d);
  assert.equal(toHex(reader.charString()), '6869');
  assert.equal(reader.remaining, 1);
  assert.equal(toHex(reader.rest()), 'ff');
  assert.ok(reader.finished);
});

test('the top bit does not make a number negative', () => {
  assert.equal(new WireReader(hex`ffffffff`).u32(), 0xffffffff);
  assert.equal(new WireReader(hex`ffffffffffff`).u48(), 2 ** 48 - 1);
});

test('it fails once and stays failed', () => {
  const reader = new WireReader(hex`00 01 02`, 1);
  assert.equal(reader.u32(), 0);
  assert.ok(reader.failed);
  assert.equal(reader.u8(), 0, 'although an octet is left');
  assert.equal(reader.remaining, 0);
  assert.ok(!reader.finished);
  assert.ok(reader.name().isRoot);
  assert.equal(toHex(reader.whole), '0102');
});

test('a negative length fails and does not go back', () => {
  const reader = new WireReader(hex`01 02`);
  reader.u8();
  assert.equal(reader.bytes(-1).length, 0);
  assert.ok(reader.failed);
});

test('a name may end in a pointer to before the range, a plain name may not (RFC 3597 §4)', () => {
  const octets = hex`01 61 00 01 62 c000`;
  const reader = new WireReader(octets, 3);
  assert.equal(reader.name().toString(), 'b.a.');
  assert.ok(reader.finished);
  const plain = new WireReader(octets, 3);
  assert.ok(plain.plainName().isRoot);
  assert.ok(plain.failed);
});

test('a name over the end of the range fails although the message goes on', () => {
  const reader = new WireReader(hex`01 61 00`, 0, 2);
  reader.name();
  assert.ok(reader.failed);
});

test('a range outside the message fails at once', () => assert.ok(new WireReader(hex`00`, 2).failed));

test('what is read is a copy', () => {
  const octets = Buffer.from('abc');
  const bytes = new WireReader(octets).bytes(3);
  octets[0] = 0;
  assert.equal(bytes[0], 0x61);
});

test('law: any sequence of reads on any octets stays in range', () => {
  const steps = ['u8', 'u16', 'u32', 'u48', 'charString', 'name', 'plainName'] as const;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(fc.constantFrom(...steps)), (octets, reads) => {
      const reader = new WireReader(octets, 2, 50);
      for (const read of reads) {
        const before = reader.at;
        const value = reader[read]();
        assert.ok(typeof value !== 'number' || Number.isSafeInteger(value));
        assert.ok(reader.at >= before && (reader.failed || reader.at <= reader.end));
      }
    }),
  );
});
