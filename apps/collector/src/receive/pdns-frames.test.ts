import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { PdnsFrames } from './pdns-frames.ts';

function frame(message: Uint8Array, prefixOctets: 2 | 4): Buffer {
  const prefix = Buffer.alloc(prefixOctets);
  prefix.writeUIntBE(message.length, 0, prefixOctets);
  return Buffer.concat([prefix, message]);
}

for (const prefixOctets of [2, 4] as const) {
  test(`${prefixOctets}-octet lengths: a stream cut at any octet gives the same messages`, () => {
    const messages = ['first', '', 'a second one', 'x'.repeat(300)].map((text) => Buffer.from(text));
    const stream = Buffer.concat(messages.map((message) => frame(message, prefixOctets)));
    for (let cut = 0; cut <= stream.length; cut++) {
      const frames = new PdnsFrames(prefixOctets, 1000);
      const got = [...frames.push(stream.subarray(0, cut))!, ...frames.push(stream.subarray(cut))!];
      assert.deepEqual(got, messages, `cut at ${cut}`);
      assert.equal(frames.atBoundary, true);
    }
  });

  test(`${prefixOctets}-octet lengths: law: any chunks, same messages`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (messages, sizes) => {
          const stream = Buffer.concat(messages.map((message) => frame(message, prefixOctets)));
          const frames = new PdnsFrames(prefixOctets, 400);
          const got: Buffer[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const size = sizes[turn % sizes.length]!;
            got.push(...frames.push(stream.subarray(at, at + size))!);
            at += size;
          }
          assert.deepEqual(
            got,
            messages.map((message) => Buffer.from(message)),
          );
        },
      ),
    );
  });
}

test('messages are copies: the chunk may be reused', () => {
  const frames = new PdnsFrames(2, 10);
  const chunk = Buffer.from([0, 2, 7, 7]);
  const [message] = frames.push(chunk)!;
  chunk.fill(0);
  assert.deepEqual(message, Buffer.from([7, 7]));
});

test('a length beyond the maximum ends the stream before anything is kept for it', () => {
  assert.equal(new PdnsFrames(2, 10).push(Buffer.from([0, 11, 0])), undefined);
  assert.equal(new PdnsFrames(4, 1000).push(Buffer.from([0xff, 0xff, 0xff, 0xff])), undefined);
});

test('a cut message is seen at the end of the stream', () => {
  const frames = new PdnsFrames(2, 10);
  assert.equal(frames.atBoundary, true);
  frames.push(Buffer.from([0]));
  assert.equal(frames.atBoundary, false);
  frames.push(Buffer.from([2, 1]));
  assert.equal(frames.atBoundary, false);
});
