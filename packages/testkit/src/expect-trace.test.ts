import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectTrace, TraceView } from './expect-trace.ts';
import type { PlainSpan } from './plain-span.ts';

const [INTERNAL, SERVER, CLIENT] = [1, 2, 3];

/** Spans as `id parent kind service`, one millisecond apart. */
function span(text: string, fields: Partial<PlainSpan> = {}): PlainSpan {
  const [spanId, parent, kind, service] = text.split(' ');
  return {
    traceId: 't1',
    spanId: spanId!,
    parentSpanId: parent === '-' ? '' : parent!,
    traceState: '',
    name: 'dns.server.query',
    kind: Number(kind),
    startNs: BigInt(spanId!.charCodeAt(0)) * 1_000_000n,
    endNs: 200_000_000n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 0, message: '' },
    flags: 0,
    dropped: { attributes: 0, events: 0, links: 0 },
    resource: {},
    service: service!,
    scope: { name: '', version: '', attributes: {} },
    ...fields,
  };
}

const chain = [
  span(`a - ${SERVER} proxy`, { attributes: { 'dns.question.name': 'www.test.', 'dns.response_code': 'NOERROR' } }),
  span(`b a ${INTERNAL} proxy`, { name: 'dns.rules' }),
  span(`c a ${CLIENT} proxy`, { name: 'dns.client.query' }),
  span(`d c ${SERVER} recursor`),
  span(`e d ${CLIENT} recursor`, {
    name: 'dns.client.query',
    status: { code: 2, message: '' },
    attributes: { 'error.type': 'timeout' },
  }),
];

test('a good trace passes and can be asked', () => {
  const trace = expectTrace(chain);
  assert.equal(trace.root.spanId, 'a');
  assert.deepEqual(
    trace.children(trace.root).map(({ spanId }) => spanId),
    ['b', 'c'],
  );
  assert.deepEqual(
    trace.named('dns.client.query', 'recursor').map(({ spanId }) => spanId),
    ['e'],
  );
  trace.hop('proxy').times(1).underMs(104).with({ 'dns.response_code': 'NOERROR' });
  assert.throws(() => trace.hop('auth'), /no SERVER span of auth/);
  assert.throws(() => trace.hop('proxy').underMs(100), /not under 100/);
  assert.throws(() => trace.hop('proxy').with({ 'dns.id': 1 }), /none with/);
});

test('the tree as text', () => {
  assert.equal(
    expectTrace(chain.toReversed()).tree(),
    `dns.server.query [proxy] 103.000 ms www.test. NOERROR
├─ dns.rules [proxy] 102.000 ms
└─ dns.client.query [proxy] 101.000 ms
   └─ dns.server.query [recursor] 100.000 ms
      └─ dns.client.query [recursor] 99.000 ms ERROR timeout`,
  );
});

test('a span without its parent is drawn apart', () => {
  assert.match(new TraceView([...chain, span(`f x ${INTERNAL} auth`)]).tree(), /\n\? dns.server.query \[auth\]/);
});

test('the parent of the root may be the caller, outside of the trace', () => {
  const [root, ...rest] = chain;
  const spans = [{ ...root!, parentSpanId: 'caller' }, ...rest];
  assert.equal(expectTrace(spans, { remoteParent: 'caller' }).root.spanId, 'a');
  assert.throws(() => expectTrace(spans), /0 roots/);
});

const bad: { what: string; spans: PlainSpan[]; why: RegExp }[] = [
  { what: 'nothing', spans: [], why: /no spans/ },
  { what: 'two traces', spans: [...chain, span(`f a ${INTERNAL} proxy`, { traceId: 't2' })], why: /more than one/ },
  { what: 'a second root', spans: [...chain, span(`f - ${SERVER} auth`)], why: /2 roots/ },
  { what: 'an ID twice', spans: [...chain, span(`b a ${INTERNAL} proxy`)], why: /a span ID twice/ },
  { what: 'a parent that is missing', spans: [...chain, span(`f x ${INTERNAL} proxy`)], why: /no parent x/ },
  { what: 'a SERVER below an INTERNAL', spans: [...chain, span(`f b ${SERVER} auth`)], why: /is no CLIENT/ },
  { what: 'an INTERNAL of another process', spans: [...chain, span(`f e ${INTERNAL} auth`)], why: /not a SERVER/ },
  { what: 'a SERVER inside a process', spans: [...chain, span(`f a ${SERVER} proxy`)], why: /inside a process/ },
  { what: 'two servers for one attempt', spans: [...chain, span(`f c ${SERVER} recursor`)], why: /2 servers/ },
  {
    what: 'an end before the beginning',
    spans: [...chain, span(`f a ${INTERNAL} proxy`, { endNs: 0n })],
    why: /ends before/,
  },
  {
    what: 'a child before its parent',
    spans: [...chain, span(`f e ${SERVER} auth`, { startNs: 0n })],
    why: /begins before/,
  },
  {
    what: 'ERROR without a type',
    spans: [...chain, span(`f a ${INTERNAL} proxy`, { status: { code: 2, message: '' } })],
    why: /without error.type/,
  },
];
for (const { what, spans, why } of bad) {
  test(`refused: ${what}`, () => assert.throws(() => expectTrace(spans), why));
}

test('two instances of a service are two processes', () => {
  const auths = ['1', '2'].map((id, i) =>
    span(`${'fg'[i]} ${'eh'[i]} ${SERVER} auth`, { resource: { 'service.instance.id': id } }),
  );
  expectTrace([...chain, auths[0]!]);
  assert.throws(
    () => expectTrace([...chain, auths[0]!, { ...auths[1]!, parentSpanId: 'f' }]),
    /the parent in another process is no CLIENT/,
  );
});
