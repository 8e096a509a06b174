import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import protobuf from 'protobufjs/minimal.js';
import { ProtoWriter } from './writer.ts';

const { Reader, Writer } = protobuf;

/** The same fields by protobufjs, the second opinion. */
function reference(write: (w: protobuf.Writer) => void): Uint8Array {
  const w = Writer.create();
  write(w);
  return Uint8Array.from(w.finish());
}

function ours(write: (w: ProtoWriter) => void): Uint8Array {
  const w = new ProtoWriter(1);
  write(w);
  return w.finish();
}

const long = (value: bigint) => ({
  low: Number(BigInt.asIntN(32, value)),
  high: Number(BigInt.asIntN(32, value >> 32n)),
  unsigned: true,
});

test('strings equal protobufjs, lone surrogates excepted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 1, max: 1000 }), (text, field) => {
      assert.deepEqual(
        ours((w) => w.string(field, text)),
        reference((w) => w.uint32((field << 3) | 2).string(text)),
      );
    }),
  );
});

test('a lone surrogate is written as U+FFFD, so that the string stays UTF-8', () => {
  assert.deepEqual(
    ours((w) => w.string(1, 'a\ud800')),
    Uint8Array.of(0x0a, 4, 0x61, 0xef, 0xbf, 0xbd),
  );
});

test('whole numbers equal protobufjs over ±2^53', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      const octets = ours((w) => w.int(3, value));
      const reader = Reader.create(octets);
      assert.equal(reader.uint32(), 24);
      const read = reader.int64() as unknown as { low: number; high: number };
      assert.equal((BigInt(read.high) << 32n) | BigInt(read.low >>> 0), BigInt(value));
      assert.equal(reader.pos, octets.length);
    }),
  );
});

test('fixed64 keeps every bit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      assert.deepEqual(
        ours((w) => w.fixed64(7, Number(value & 0xffffffffn), Number(value >> 32n))),
        reference((w) => w.uint32(57).fixed64(long(value) as never)),
      );
    }),
  );
});

test('doubles, fixed32, bool and bytes equal protobufjs', () => {
  fc.assert(
    fc.property(fc.double(), fc.nat(), fc.boolean(), fc.uint8Array({ maxLength: 300 }), (d, n, b, octets) => {
      const mine = ours((w) => {
        w.double(1, d);
        w.fixed32(2, n);
        w.bool(16, b);
        w.bytes(33, octets);
      });
      const theirs = reference((w) =>
        w.uint32(9).double(d).uint32(21).fixed32(n).uint32(128).bool(b).uint32(266).bytes(octets),
      );
      assert.deepEqual(mine, theirs);
    }),
  );
});

for (const size of [0, 1, 125, 126, 127, 128, 16_382, 16_383, 16_384, 3_000_000]) {
  test(`nested messages around ${size} octets`, () => {
    const content = new Uint8Array(size).fill(7);
    const mine = ours((w) => {
      const outer = w.open(1);
      const inner = w.open(17);
      w.raw(content);
      w.close(inner);
      w.uint(2, 5);
      w.close(outer);
    });
    const theirs = reference((w) => {
      w.uint32(10).fork();
      w.uint32(138).bytes(content).uint32(16).uint32(5);
      w.ldelim();
    });
    assert.deepEqual(mine, theirs);
  });
}

test('finish copies and starts again', () => {
  const w = new ProtoWriter();
  w.uint(1, 1);
  const first = w.finish();
  w.uint(1, 2);
  assert.deepEqual([first, w.finish()], [Uint8Array.of(8, 1), Uint8Array.of(8, 2)]);
});
