import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { frame, FrameSplitter } from './frame-splitter.ts';

/** Cuts a stream into chunks at the given places. */
function chunksOf(stream: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length].toSorted((a, b) => a - b);
  return places.slice(1).map((end, at) => stream.subarray(places[at]!, end));
}

const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
const cuts = fc.array(fc.nat(3000), { maxLength: 20 });

test('law: whatever the chunks, the messages come out whole and in order', () => {
  fc.assert(
    fc.property(messages, cuts, (all, places) => {
      const splitter = new FrameSplitter();
      const found: Buffer[] = [];
      for (const chunk of chunksOf(Buffer.concat(all.map(frame)), places)) {
        splitter.push(chunk, (message) => found.push(message));
      }
      assert.deepEqual(found.map(toHex), all.map(toHex));
      assert.equal(splitter.pending, 0);
    }),
  );
});

test('law: what is pending is what came behind the last whole message', () => {
  fc.assert(
    fc.property(
      messages,
      fc.uint8Array({ minLength: 5, maxLength: 50 }),
      fc.nat(51),
      cuts,
      (all, last, left, places) => {
        const unfinished = frame(last).subarray(0, left % (last.length + 2));
        const splitter = new FrameSplitter();
        let count = 0;
        for (const chunk of chunksOf(Buffer.concat([...all.map(frame), unfinished]), places)) {
          splitter.push(chunk, () => (count += 1));
        }
        assert.equal(count, all.length);
        assert.equal(splitter.pending, unfinished.length);
      },
    ),
  );
});

test('octet by octet; the longest message; none at all', () => {
  const splitter = new FrameSplitter();
  const found: number[] = [];
  for (const octet of frame(Buffer.from('abc'))) splitter.push(Buffer.of(octet), ({ length }) => found.push(length));
  splitter.push(frame(new Uint8Array(65_535)), ({ length }) => found.push(length));
  splitter.push(Buffer.of(0, 0), ({ length }) => found.push(length));
  assert.deepEqual(found, [3, 65_535, 0]);
});

test('a message does not change when the next one arrives', () => {
  const splitter = new FrameSplitter();
  const found: Buffer[] = [];
  const keep = (message: Buffer): number => found.push(message);
  splitter.push(Buffer.of(0, 3, 1), keep);
  splitter.push(Buffer.of(2, 3, 0, 2, 9), keep);
  splitter.push(Buffer.of(9), keep);
  assert.deepEqual(found.map(toHex), ['010203', '0909']);
});

function toHex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}
