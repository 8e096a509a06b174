import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProtoWriter } from '@span53/proto';
import { hex } from '@span53/testkit';
import * as fc from 'fast-check';
import { ProtoReader, tag, wire } from './proto-reader.ts';

const open = (octets: Uint8Array, messagesMax = 100): ProtoReader => new ProtoReader(Buffer.from(octets), messagesMax);

test('values come back as ProtoWriter wrote them', () => {
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.double(),
      fc.string({ unit: 'grapheme' }),
      (whole, bits, double, text) => {
        const writer = new ProtoWriter();
        writer.int(1, whole);
        writer.fixed64(2, Number(bits & 0xffffffffn), Number(bits >> 32n));
        writer.double(3, double);
        writer.string(4, text);
        const reader = open(writer.finish());
        assert.equal(reader.next(), tag(1, wire.VARINT));
        assert.equal(reader.int64(), BigInt(whole));
        assert.equal(reader.next(), tag(2, wire.I64));
        assert.equal(reader.fixed64(), bits);
        assert.equal(reader.next(), tag(3, wire.I64));
        assert.equal(reader.double(), double);
        assert.equal(reader.next(), tag(4, wire.LEN));
        assert.equal(reader.string(10_000), text);
        assert.equal(reader.next(), 0);
        assert.equal(reader.failed, false);
      },
    ),
  );
});

const malformed = [
  { what: 'field number 0', octets: hex`00 01` },
  { what: 'a group', octets: hex`0b 0c` },
  { what: 'a varint of eleven octets', octets: hex`08 ff ff ff ff ff ff ff ff ff ff 01` },
  { what: 'a tag beyond 32 bits', octets: hex`88 80 80 80 80 01 01` },
  { what: 'a length beyond the end', octets: hex`0a 05 61 62` },
  { what: 'half a fixed64', octets: hex`11 00 00 00` },
  { what: 'half a fixed32', octets: hex`15 00` },
  { what: 'half a varint', octets: hex`08 80` },
];
for (const { what, octets } of malformed) {
  test(`${what} fails the message, and stays failed`, () => {
    const reader = open(octets);
    for (let field = reader.next(); field !== 0; field = reader.next()) reader.skip();
    assert.equal(reader.failed, true);
    assert.equal(reader.next(), 0);
    assert.equal(reader.int64(), 0n);
    assert.equal(reader.fixed64(), 0n);
    assert.equal(reader.string(10), '');
  });
}

test('a nested message cannot read beyond its length, and the outer one goes on behind it', () => {
  const reader = open(hex`0a 02 08 07 10 05`);
  assert.equal(reader.next(), tag(1, wire.LEN));
  const inner = reader.message((r) => [r.next(), r.uint32(), r.next()]);
  assert.deepEqual(inner, [8, 7, 0]);
  assert.equal(reader.next(), 16);
  assert.equal(reader.uint32(), 5);
});

test('a nested message that is cut fails the outer one', () => {
  const reader = open(hex`0a 02 08 80 10 05`);
  reader.next();
  reader.message((r) => {
    r.next();
    return r.uint32();
  });
  assert.equal(reader.failed, true);
});

test('more nested messages than allowed are refused before they are read', () => {
  const reader = open(hex`0a 00 0a 00 0a 00`, 2);
  let count = 0;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    reader.message((r) => r.next());
    count++;
  }
  assert.equal(count, 3);
  assert.equal(reader.exhausted, true);
  assert.equal(reader.failed, true);
});

test('a string longer than wanted is cut', () => {
  const reader = open(hex`0a 05 61 62 63 64 65`);
  reader.next();
  assert.equal(reader.string(3), 'abc…');
  assert.equal(reader.next(), 0);
});
