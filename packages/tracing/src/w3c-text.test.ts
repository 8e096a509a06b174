import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@span53/testkit';
import { cleanTraceState, formatTraceparent, parseTraceparent } from './w3c-text.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const span = '00f067aa0ba902b7';

test('the fields of a header, and back', () => {
  const context = parseTraceparent(`00-${trace}-${span}-01`, ' a=1 ,, b@c=2')!;
  assert.deepEqual([toHex(context.traceId), toHex(context.spanId), context.flags], [trace, span, 1]);
  assert.equal(context.traceState, 'a=1,b@c=2');
  assert.equal(formatTraceparent(context), `00-${trace}-${span}-01`);
});

test('flags we do not know are not passed on', () => {
  assert.equal(formatTraceparent(parseTraceparent(`00-${trace}-${span}-ff`)!), `00-${trace}-${span}-03`);
});

const headers: { what: string; header: string; valid: boolean }[] = [
  { what: 'a later version with more behind', header: `cc-${trace}-${span}-01-what-the-future`, valid: true },
  { what: 'a later version with the same fields', header: `01-${trace}-${span}-01`, valid: true },
  { what: 'a later version with octets glued on', header: `cc-${trace}-${span}-01.x`, valid: false },
  { what: 'version 00 with more behind', header: `00-${trace}-${span}-01-x`, valid: false },
  { what: 'version ff', header: `ff-${trace}-${span}-01`, valid: false },
  { what: 'a zero trace ID', header: `00-${'0'.repeat(32)}-${span}-01`, valid: false },
  { what: 'a zero parent ID', header: `00-${trace}-${'0'.repeat(16)}-01`, valid: false },
  { what: 'upper case', header: `00-${trace.toUpperCase()}-${span}-01`, valid: false },
  { what: 'a short trace ID', header: `00-${trace.slice(1)}-${span}-01`, valid: false },
  { what: 'flags that are no hex', header: `00-${trace}-${span}-0g`, valid: false },
  { what: 'nothing', header: '', valid: false },
];
for (const { what, header, valid } of headers) {
  test(`traceparent: ${what} is ${valid ? 'read' : 'refused'}`, () => {
    assert.equal(parseTraceparent(header) !== undefined, valid);
  });
}

const long = `long=${'x'.repeat(130)}`;
const short = Array.from({ length: 6 }, (_, i) => `k${i}=${'y'.repeat(80)}`);
const states: { what: string; text: string; expected: string | undefined }[] = [
  { what: 'a multi-tenant key', text: 'fw529a3039@dt=FfAA;x', expected: 'fw529a3039@dt=FfAA;x' },
  { what: 'nothing but commas', text: ' , ,', expected: undefined },
  { what: 'a key in upper case', text: 'Ab=1', expected: undefined },
  { what: 'a value with =', text: 'a=b=c', expected: undefined },
  { what: 'a key twice', text: 'a=1,a=2', expected: undefined },
  {
    what: 'more than 32 members',
    text: Array.from({ length: 33 }, (_, i) => `k${i}=1`).join(','),
    expected: undefined,
  },
  {
    what: 'long members go first',
    text: [long, ...short.slice(0, 5)].join(','),
    expected: short.slice(0, 5).join(','),
  },
  { what: 'then members from the right', text: [...short, 'z=123456789'].join(','), expected: short.join(',') },
];
for (const { what, text, expected } of states) {
  test(`tracestate: ${what}`, () => assert.equal(cleanTraceState(text), expected));
}
