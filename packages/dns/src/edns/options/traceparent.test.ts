import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { decodeTraceparent, encodeTraceparent, type Traceparent } from './traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
/** The vector of tracing.md 1.2, option data only. */
const vector = hex`00 00 ${traceId} ${spanId} 01`;
const kinds = (octets: Uint8Array, acceptR1 = true): Traceparent['kind'] =>
  decodeTraceparent(octets, { acceptR1 }).kind;

test('the vector decodes and encodes', () => {
  const value = decodeTraceparent(vector);
  assert.ok(value.kind === 'continue');
  assert.deepEqual([toHex(value.traceId), toHex(value.spanId), value.flags], [traceId, spanId, 1]);
  assert.equal(toHex(encodeTraceparent(value.traceId, value.spanId, value.flags)), toHex(vector));
});

/** What each length means for each version, with IDs that are not zero (tracing.md 1.7). */
function expected(version: number, length: number, acceptR1: boolean): Traceparent['kind'] {
  if (length === 0) return 'probe';
  if (version === 0) {
    if (length === 2) return 'probe';
    if (length === 27 || (acceptR1 && (length === 18 || length === 26))) return 'continue';
    return 'malformed';
  }
  return version < 255 && length >= 27 ? 'continue' : 'malformed';
}

for (const version of [0, 1, 2, 127, 254, 255]) {
  for (const acceptR1 of [true, false]) {
    test(`receive matrix: version ${version}, lengths 0 to 64, R1 ${acceptR1 ? 'on' : 'off'}`, () => {
      for (let length = 0; length <= 64; length += 1) {
        const data = new Uint8Array(length).fill(0x11);
        if (length > 0) data[0] = version;
        assert.equal(kinds(data, acceptR1), expected(version, length, acceptR1), `length ${length}`);
      }
    });
  }
}

const forms = [
  { what: 'R1 with trace and parent is taken as sampled', data: hex`00 00 ${traceId} ${spanId}`, spanId, flags: 1 },
  { what: 'R1 with a trace alone has no parent', data: hex`00 00 ${traceId}`, spanId: '0000000000000000', flags: 1 },
  { what: 'RESERVED is not looked at', data: hex`00 ff ${traceId} ${spanId} 03`, spanId, flags: 3 },
  {
    what: 'an all-zero parent joins without parent',
    data: hex`00 00 ${traceId} 0000000000000000 00`,
    spanId: '0000000000000000',
    flags: 0,
  },
  {
    what: 'a later version: the first 27 octets count',
    data: hex`01 00 ${traceId} ${spanId} 02 aabbcc`,
    spanId,
    flags: 2,
  },
];
for (const { what, data, spanId: span, flags } of forms) {
  test(what, () => {
    const value = decodeTraceparent(data);
    assert.ok(value.kind === 'continue');
    assert.deepEqual([toHex(value.traceId), toHex(value.spanId), value.flags], [traceId, span, flags]);
  });
}

test('an all-zero trace ID asks for a fresh one, in every form', () => {
  const zero = '00'.repeat(16);
  for (const data of [
    hex`00 00 ${zero} ${spanId} 01`,
    hex`00 00 ${zero} ${spanId}`,
    hex`05 00 ${zero} ${spanId} 01 00`,
  ]) {
    assert.equal(kinds(data), 'fresh');
  }
});

test('W3C: only the bits sampled and random are sent', () => {
  const data = encodeTraceparent(hex`${traceId}`, hex`${spanId}`, 0xff);
  assert.equal(data[26], 3);
});

test('what is decoded does not follow the packet', () => {
  const packet = Buffer.from(vector);
  const value = decodeTraceparent(packet);
  packet.fill(0);
  assert.ok(value.kind === 'continue' && toHex(value.traceId) === traceId && toHex(value.spanId) === spanId);
});
