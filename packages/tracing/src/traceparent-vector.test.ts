import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTraceparent } from '@span53/dns/edns';
import { hex, testTracer, toHex } from '@span53/testkit';
import { writeContext } from './trace-context.ts';
import { formatTraceparent, parseTraceparent } from './w3c-text.ts';

/** Option data of the draft's example. */
const data = hex`
  00                                ; version
  00                                ; reserved
  4bf92f3577b34da6a3ce929d0e0e4736  ; trace ID
  00f067aa0ba902b7                  ; parent ID
  01                                ; flags: sampled`;
const text = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('the header and the option data are the same context', () => {
  const octets = new Uint8Array(29).fill(0xee);
  writeContext(parseTraceparent(text)!, octets, 1);
  assert.equal(toHex(octets), `ee${toHex(data)}ee`);
  const decoded = decodeTraceparent(data);
  assert.equal(decoded.kind === 'continue' && formatTraceparent(decoded), text);
});

test('what a span writes is what a receiver decodes', () => {
  const rig = testTracer();
  const { root } = rig.tracer.start('dns.server.query', { nowMs: 0 })!;
  const octets = new Uint8Array(27);
  root.writeTraceparent(octets, 0);
  const { traceId, spanId } = root;
  assert.deepEqual(decodeTraceparent(octets), { kind: 'continue', traceId, spanId, flags: 3 });
});
