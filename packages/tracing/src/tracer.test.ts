import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainSpans, testTracer, toHex } from '@span53/testkit';
import type { Admitted } from './admission.ts';
import { HeadSampler } from './head-sampler.ts';
import { SpanKind } from './span.ts';

const parent = {
  traceId: Uint8Array.from(Buffer.from('4bf92f3577b34da6a3ce929d0e0e4736', 'hex')),
  spanId: Uint8Array.from(Buffer.from('00f067aa0ba902b7', 'hex')),
  flags: 3,
};
const off = { head: new HeadSampler('always_off') };

test('a trace of a server: one root, children under their parents, times as they were', () => {
  const rig = testTracer();
  const trace = rig.tracer.open('dns.server.query', 999.5)!;
  {
    using rules = trace.root.span('dns.rules');
    rig.tick(1);
    using _rule = rules.span('dns.rule', { 'dns.proxy.rule.name': 'lab' });
    rig.tick(0.25);
  }
  trace.finish();
  const [root, rules, rule] = rig.spans;
  assert.deepEqual([root!.name, root!.kind, root!.parentSpanId], ['dns.server.query', SpanKind.SERVER, '']);
  assert.deepEqual([rules!.parentSpanId, rule!.parentSpanId], [root!.spanId, rules!.spanId]);
  assert.deepEqual(rule!.attributes, { 'dns.proxy.rule.name': 'lab' });
  const start = 1_767_225_600_000_000_000n;
  assert.deepEqual([root!.startNs, root!.endNs], [start + 999_500_000n, start + 1_001_250_000n]);
  assert.deepEqual([rule!.startNs, rule!.endNs], [start + 1_001_000_000n, start + 1_001_250_000n]);
  assert.equal(new Set(rig.spans.map(({ spanId }) => spanId)).size, 3);
  assert.deepEqual(rig.counts, { started: 1, kept: 1, spans: 3 });
});

test('an admitted parent is continued: its trace ID, its span as parent, flags say remote', () => {
  const rig = testTracer(off);
  const trace = rig.tracer.open('dns.server.query', 0, { verdict: 'continue', source: 'edns', forced: true, parent })!;
  const option = new Uint8Array(27);
  using child = trace.root.span('dns.client.query', undefined, SpanKind.CLIENT);
  child.writeTraceparent(option, 0);
  child.end();
  trace.finish();
  const [root, client] = rig.spans;
  assert.equal(root!.traceId, '4bf92f3577b34da6a3ce929d0e0e4736');
  assert.equal(root!.parentSpanId, '00f067aa0ba902b7');
  assert.equal(root!.flags, 0x303);
  assert.equal(client!.flags, 0x103);
  assert.equal(root!.attributes['dns.trace.source'], 'edns');
  assert.equal(toHex(option), `0000${root!.traceId}${client!.spanId}03`);
});

test('a parent without span joins the trace as a root', () => {
  const rig = testTracer();
  const context = { ...parent, spanId: new Uint8Array(8) };
  rig.tracer.start('dns.server.query', { nowMs: 0, parent: context })!.finish();
  assert.deepEqual([rig.spans[0]!.traceId, rig.spans[0]!.parentSpanId], ['4bf92f3577b34da6a3ce929d0e0e4736', '']);
  assert.equal(rig.spans[0]!.flags, 0x103);
});

const decisions: { what: string; admitted?: Admitted; recorded: boolean }[] = [
  { what: 'nobody asked', recorded: false },
  { what: 'denied', admitted: { verdict: 'denied', source: 'edns' }, recorded: false },
  { what: 'asked without data', admitted: { verdict: 'probe', source: 'edns' }, recorded: true },
  { what: 'linked', admitted: { verdict: 'link', source: 'edns', link: parent }, recorded: true },
  {
    what: 'header with the sampled bit, sampler not parent based',
    admitted: { verdict: 'continue', source: 'http', forced: false, parent },
    recorded: false,
  },
];
for (const { what, admitted, recorded } of decisions) {
  test(`with always_off, ${what}: ${recorded ? 'recorded' : 'not recorded'}`, () => {
    const rig = testTracer(off);
    const trace = rig.tracer.open('dns.server.query', 0, admitted);
    assert.equal(trace !== undefined, recorded);
    assert.equal(rig.tracer.recording, recorded ? 1 : 0);
  });
}

test('a parent-based sampler obeys the sampled bit of a header', () => {
  const rig = testTracer({ head: new HeadSampler('parentbased_always_on') });
  const open = (flags: number) => {
    const admitted = { verdict: 'continue', source: 'http', forced: false, parent: { ...parent, flags } } as const;
    return rig.tracer.open('dns.server.query', 0, admitted);
  };
  assert.equal(open(0), undefined);
  assert.equal(open(1)?.sampled, true);
});

test('a restarted trace has its own ID and a remote link to the one it was restarted from', () => {
  const rig = testTracer();
  rig.tracer.open('dns.server.query', 0, { verdict: 'link', source: 'edns', link: parent })!.finish();
  const [root] = rig.spans;
  assert.notEqual(root!.traceId, '4bf92f3577b34da6a3ce929d0e0e4736');
  const link = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', flags: 0x303 };
  assert.deepEqual(root!.links, [link]);
  assert.equal(root!.attributes['dns.trace.restarted'], true);
});

test('a full trace drops spans, whose children hang on the last that was kept', () => {
  const limits = { spansMax: 2, attributesMax: 9, eventsMax: 9, linksMax: 9 };
  const rig = testTracer({ limits });
  const trace = rig.tracer.open('dns.server.query', 0)!;
  using kept = trace.root.span('dns.resolve');
  using lost = kept.span('dns.resolve.step');
  lost.set('dns.resolver.zone', 'example.');
  lost.fail('timeout');
  using under = lost.span('dns.client.query');
  assert.deepEqual(under.spanId, kept.spanId);
  kept.end();
  trace.finish();
  assert.deepEqual(
    rig.spans.map(({ name, status }) => [name, status.code]),
    [
      ['dns.server.query', 0],
      ['dns.resolve', 0],
    ],
  );
  assert.equal(rig.counts.spans_dropped, 2);
});

test('low detail keeps server and client spans only', () => {
  const rig = testTracer({ detail: 'low' });
  const trace = rig.tracer.open('dns.server.query', 0)!;
  {
    using select = trace.root.span('dns.backend.select');
    using _client = select.span('dns.client.query', undefined, SpanKind.CLIENT);
  }
  trace.finish();
  const [root, client, ...rest] = rig.spans;
  assert.deepEqual([client!.name, client!.parentSpanId, rest], ['dns.client.query', root!.spanId, []]);
  assert.equal(rig.counts.spans_dropped, undefined);
});

test('a handle used after its trace does nothing to the next one, and is counted', () => {
  const rig = testTracer();
  const first = rig.tracer.open('dns.server.query', 0)!;
  const stale = first.root.span('dns.rules');
  stale.end();
  first.finish();
  const second = rig.tracer.open('dns.server.query', 0)!;
  stale.set('dns.id', 1);
  stale.span('dns.rule');
  stale.fail('timeout');
  first.sampled = false;
  first.finish();
  assert.equal(first.snapshot().length, 0);
  second.finish();
  assert.equal(rig.kept.length, 2);
  const [span, ...rest] = plainSpans(rig.kept[1]!);
  assert.deepEqual([span!.attributes, span!.status.code, rest], [{ 'dns.trace.source': 'local' }, 0, []]);
  assert.equal(rig.counts.stale_calls, 6);
});

test('spans left open end with the trace and are counted', () => {
  const rig = testTracer();
  const trace = rig.tracer.open('dns.server.query', 0)!;
  trace.root.span('dns.resolve');
  trace.finish();
  assert.equal(rig.counts.spans_left_open, 1);
  assert.equal(rig.spans[1]!.endNs, rig.spans[0]!.endNs);
});

test('a snapshot has what was recorded so far, open spans ending now; the trace goes on', () => {
  const rig = testTracer();
  const trace = rig.tracer.open('dns.server.query', 1000)!;
  rig.tick(2);
  const [root] = plainSpans(trace.snapshot());
  assert.equal(root!.endNs - root!.startNs, 2_000_000n);
  rig.tick(1);
  trace.finish();
  assert.equal(rig.spans[0]!.endNs - rig.spans[0]!.startNs, 3_000_000n);
});

test('a late decision drops or keeps', () => {
  const rig = testTracer();
  const dropped = rig.tracer.start('dns.server.query', { nowMs: 0 })!;
  dropped.sampled = false;
  dropped.finish();
  const kept = rig.tracer.start('dns.server.query', { nowMs: 0, sampled: false })!;
  assert.equal(kept.sampled, false);
  kept.sampled = true;
  kept.finish();
  assert.deepEqual([rig.kept.length, rig.counts.dropped, rig.counts.kept], [1, 1, 1]);
});

test('the tail keeps what the head decided against', () => {
  const rig = testTracer({ ...off, tail: { latencyMs: 100, rcodes: new Set(['SERVFAIL']), error: true } });
  const run = (work: (trace: NonNullable<ReturnType<typeof rig.tracer.open>>) => void) => {
    const trace = rig.tracer.open('dns.server.query', rig.nowMs)!;
    work(trace);
    trace.finish();
    return rig.kept.splice(0).length === 1;
  };
  assert.equal(
    run(() => rig.tick(100)),
    false,
  );
  assert.equal(
    run(() => rig.tick(101)),
    true,
  );
  assert.equal(
    run(({ root }) => root.set('dns.response_code', 'NXDOMAIN')),
    false,
  );
  assert.equal(
    run(({ root }) => root.set('dns.response_code', 'SERVFAIL')),
    true,
  );
  assert.equal(
    run(({ root }) => {
      using client = root.span('dns.client.query');
      client.fail('timeout');
    }),
    true,
  );
});

test('a trace can be finished into another sink', () => {
  const rig = testTracer();
  const other: string[] = [];
  const trace = rig.tracer.start('dns.server.query', { nowMs: 0 })!;
  const id = toHex(trace.traceId);
  trace.finish((octets, traceId) => void other.push(plainSpans(octets)[0]!.traceId, toHex(traceId)));
  assert.deepEqual([other, rig.kept], [[id, id], []]);
});

test('no more traces at a time than allowed', () => {
  const rig = testTracer({ tracesMax: 1 });
  const first = rig.tracer.open('dns.server.query', 0)!;
  assert.equal(rig.tracer.open('dns.server.query', 0), undefined);
  assert.equal(rig.counts.refused, 1);
  first.finish();
  assert.notEqual(rig.tracer.open('dns.server.query', 0), undefined);
});

test('a ratio below 1 is told in tracestate', () => {
  const rig = testTracer({ head: new HeadSampler('traceidratio', 0.999_999) });
  rig.tracer.start('dns.server.query', { nowMs: 0 })!.finish();
  assert.match(rig.spans[0]!.traceState, /^ot=th:00001[0-9a-f]+$/);
});

test('a trace under way can be continued from a remote parent: the root keeps its own ID', () => {
  const rig = testTracer();
  const trace = rig.tracer.start('dns.server.query', { nowMs: rig.nowMs, sampled: false })!;
  trace.root.span('dns.rules').end();
  const remote = { traceId: new Uint8Array(16).fill(7), spanId: new Uint8Array(8).fill(9), flags: 0 };
  trace.adopt(remote);
  trace.sampled = true;
  trace.finish();
  trace.adopt(remote);
  const [root, rules] = rig.spans;
  assert.equal(root!.traceId, '07'.repeat(16));
  assert.equal(root!.parentSpanId, '09'.repeat(8));
  assert.notEqual(root!.spanId, root!.parentSpanId);
  assert.deepEqual([rules!.traceId, rules!.parentSpanId], [root!.traceId, root!.spanId]);
  assert.equal(rig.counts.stale_calls, 1);
});
