import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { DNSName } from './name.ts';
import { WireReader } from './reader.ts';
import { WireWriter } from './writer.ts';

test('writes what the reader reads', () => {
  const writer = new WireWriter();
  writer.u8(1);
  writer.u16(0xfffe);
  writer.u32(0xfffffffd);
  writer.u48(2 ** 48 - 2);
  writer.charString(Buffer.from('hi'));
  writer.name(DNSName.of('a.'));
  writer.patchU16(1, 0x0203);
  const reader = new WireReader(writer.finish());
  assert.deepEqual([reader.u8(), reader.u16(), reader.u32(), reader.u48()], [1, 0x0203, 0xfffffffd, 2 ** 48 - 2]);
  assert.equal(toHex(reader.charString()), '6869');
  assert.equal(reader.name().toString(), 'a.');
  assert.ok(reader.finished);
});

test('past the limit nothing more is written, until it is rewound', () => {
  const writer = new WireWriter(4);
  writer.u16(1);
  writer.bytes(hex`aabbcc`);
  assert.ok(writer.overflowed);
  writer.u8(9);
  assert.equal(toHex(writer.finish()), '0001');
  writer.rewind(1);
  writer.u8(7);
  assert.ok(!writer.overflowed);
  assert.equal(toHex(writer.finish()), '0007');
});

test('it grows up to its limit and keeps what was there', () => {
  const writer = new WireWriter(2000);
  for (let i = 0; i < 2000; i += 1) writer.u8(i);
  assert.ok(!writer.overflowed);
  assert.deepEqual(
    writer.finish(),
    Uint8Array.from({ length: 2000 }, (_, i) => i),
  );
  writer.u8(0);
  assert.ok(writer.overflowed);
});

test('a character-string over 255 octets overflows (RFC 1035 §3.3)', () => {
  const writer = new WireWriter();
  writer.charString(Buffer.alloc(256));
  assert.ok(writer.overflowed);
  assert.equal(writer.at, 0);
});
