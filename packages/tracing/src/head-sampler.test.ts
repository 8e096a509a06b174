import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { HeadSampler } from './head-sampler.ts';

const traceIds = fc.uint8Array({ minLength: 16, maxLength: 16 });
const ratios = fc.double({ min: 0, max: 1, noNaN: true });

/** R >= T in exact arithmetic. */
function keepsExactly(ratio: number, traceId: Uint8Array): boolean {
  const threshold = BigInt(Math.round((1 - ratio) * 2 ** 56));
  return BigInt(`0x${Buffer.from(traceId.subarray(9)).toString('hex')}`) >= threshold;
}

test('keeps when the last 56 bits of the trace ID reach the threshold', () => {
  fc.assert(
    fc.property(traceIds, ratios, (traceId, ratio) => {
      assert.equal(new HeadSampler('traceidratio', ratio).keeps(traceId), keepsExactly(ratio, traceId));
    }),
  );
});

test('a higher ratio keeps what a lower one keeps', () => {
  fc.assert(
    fc.property(traceIds, ratios, ratios, (traceId, a, b) => {
      const low = new HeadSampler('traceidratio', Math.min(a, b)).keeps(traceId);
      const high = new HeadSampler('traceidratio', Math.max(a, b)).keeps(traceId);
      assert.ok(high || !low);
    }),
  );
});

test('the bounds of the threshold: R = T is kept, R = T - 1 is not', () => {
  const sampler = new HeadSampler('traceidratio', 0.25);
  const traceId = new Uint8Array(16);
  traceId[9] = 0xc0;
  assert.equal(sampler.keeps(traceId), true);
  traceId.set([0xbf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 9);
  assert.equal(sampler.keeps(traceId), false);
});

const thresholds: [number, string | undefined][] = [
  [1, '0'],
  [0.5, '8'],
  [0.25, 'c'],
  [0.125, 'e'],
  [0.0625, 'f'],
  [0, undefined],
];
for (const [ratio, expected] of thresholds) {
  test(`th of ratio ${ratio}`, () => assert.equal(new HeadSampler('traceidratio', ratio).thresholdText, expected));
}

test('parent based: the sampled bit of the parent, and nothing else of its flags', () => {
  const parent = { traceId: new Uint8Array(16), spanId: new Uint8Array(8) };
  const sampler = new HeadSampler('parentbased_always_off');
  assert.equal(sampler.keeps(parent.traceId, { ...parent, flags: 1 }), true);
  assert.equal(sampler.keeps(parent.traceId, { ...parent, flags: 2 }), false);
  assert.equal(new HeadSampler('always_off').keeps(parent.traceId, { ...parent, flags: 1 }), false);
  assert.equal(new HeadSampler('parentbased_always_on').keeps(parent.traceId), true);
});
