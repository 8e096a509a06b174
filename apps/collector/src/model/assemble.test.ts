import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { chainTrace } from '../fixtures/chain.ts';
import { TraceSketch } from '../fixtures/sketch.ts';
import { assemble, type TraceTree } from './assemble.ts';
import type { SpanRecord } from './span.ts';

const start = 1_767_225_600_000_000_000n;
const kinds = (tree: TraceTree): string[] => tree.notes.map((note) => note.kind);
const outline = (tree: TraceTree): string[] =>
  tree.nodes.map(({ span, depth }) => `${'  '.repeat(depth)}${span.service} ${span.name}`);

test('a chain is one tree: each SERVER span below the CLIENT span of the hop before', () => {
  const tree = assemble('t', chainTrace({ from: 'recursor' }).toReversed());
  assert.deepEqual(outline(tree), [
    'proxy dns.server.query',
    '  proxy dns.rules',
    '    proxy dns.rule',
    '  proxy dns.cache.lookup',
    '  proxy dns.backend.select',
    '  proxy dns.client.query',
    '    recursor dns.server.query',
    '      recursor dns.cache.lookup',
    '  proxy dns.cache.store',
  ]);
  assert.deepEqual(tree.notes, []);
  assert.deepEqual(tree.roots, [0]);
  assert.equal(tree.durationNs, 780_000);
});

test('a missing parent gives one note for all its children, and roots of their own', () => {
  const spans = chainTrace().filter((span) => span.name !== 'dns.resolve');
  const tree = assemble('t', spans);
  assert.equal(tree.nodes.length, spans.length);
  assert.equal(tree.roots.length, 4);
  assert.deepEqual(kinds(tree), ['missing-parent', 'several-roots']);
  assert.match(tree.notes[0]!.text, /3 spans of recursor/);
});

test('dnsdist takes over the span ID of its caller: it goes below that span, its own children below it', () => {
  const sketch = new TraceSketch(7, start);
  const client = sketch.add(undefined, { service: 'app', name: 'ask', kind: 'CLIENT', at: 0, lasts: 100 });
  const dnsdist = sketch.add(undefined, {
    service: 'dnsdist',
    name: 'processQuery',
    kind: 'SERVER',
    at: 10,
    lasts: 50,
  });
  const child = sketch.add(dnsdist, { name: 'applyRulesToQuery', at: 12, lasts: 5 });
  const same: SpanRecord = { ...dnsdist, spanId: client.spanId };
  const below: SpanRecord = { ...child, parentId: client.spanId };
  const tree = assemble('t', [client, same, below]);
  assert.deepEqual(outline(tree), ['app ask', '  dnsdist processQuery', '    dnsdist applyRulesToQuery']);
});

test('spans that are their own ancestors are shown, with a note', () => {
  const sketch = new TraceSketch(8, start);
  const one = sketch.add(undefined, { name: 'one', at: 0, lasts: 10 });
  const two = sketch.add(one, { name: 'two', at: 1, lasts: 5 });
  const self = sketch.add(undefined, { name: 'self', at: 2, lasts: 5 });
  const tree = assemble('t', [{ ...one, parentId: two.spanId }, two, { ...self, parentId: self.spanId }]);
  assert.equal(tree.nodes.length, 3);
  assert.ok(kinds(tree).includes('cycle'));
});

test('unfinished spans and what was left out are noted', () => {
  const [root] = chainTrace({ from: 'proxy' });
  const tree = assemble('t', [{ ...root!, ended: false, durationNs: 0, droppedCount: 3 }]);
  assert.deepEqual(kinds(tree), ['unfinished', 'dropped']);
});

test('clocks: a server whose clock is late is moved into its caller, with all below it, and the shift is told', () => {
  const tree = assemble('t', chainTrace({ skewUs: 3400 }));
  const late = tree.nodes.filter(({ span }) => span.service === 'auth-leaf-1');
  const caller = tree.nodes[late[0]!.parent]!;
  assert.ok(late[0]!.offsetNs >= caller.offsetNs);
  assert.ok(late[0]!.offsetNs + late[0]!.span.durationNs <= caller.offsetNs + caller.span.durationNs);
  assert.ok(late.every((node) => node.shiftNs === late[0]!.shiftNs && node.shiftNs > 3e6));
  assert.deepEqual(kinds(tree), ['clock-skew', 'clock-skew', 'clock-skew']);
  assert.equal(tree.nodes[0]!.offsetNs, 0);
});

test('clocks: a server that goes on after its caller gave up is not moved', () => {
  const sketch = new TraceSketch(9, start);
  const caller = sketch.add(undefined, { service: 'proxy', name: 'ask', kind: 'CLIENT', at: 0, lasts: 100 });
  sketch.add(caller, { service: 'recursor', name: 'dns.server.query', kind: 'SERVER', at: 20, lasts: 500 });
  const tree = assemble('t', sketch.spans);
  assert.equal(tree.nodes[1]!.shiftNs, 0);
  assert.deepEqual(tree.notes, []);
});

test('clocks: on one host a server that ends late had work to do after its answer; its clock is the same', () => {
  for (const [host, moved] of [
    ['a.test', false],
    ['b.test', true],
  ] as const) {
    const sketch = new TraceSketch(9, start);
    const caller = sketch.add(undefined, { service: 'dig', name: 'ask', kind: 'CLIENT', at: 0, lasts: 20_000 });
    sketch.add(caller, { service: 'proxy', name: 'dns.server.query', kind: 'SERVER', at: 9000, lasts: 15_000 });
    const on = (name: string) => (span: SpanRecord) => ({ ...span, resource: [['host.name', name] as const] });
    const [first, second] = sketch.spans;
    const tree = assemble('t', [on('a.test')(first!), on(host)(second!)]);
    assert.deepEqual([tree.nodes[1]!.shiftNs !== 0, kinds(tree)], [moved, moved ? ['clock-skew'] : []]);
  }
});

/** Any spans: parents within the trace, missing or absent, also in circles; times without order. */
const anySpans = fc
  .array(
    fc.record({
      id: fc.nat({ max: 40 }),
      parent: fc.option(fc.nat({ max: 45 })),
      service: fc.constantFrom('a', 'b'),
      at: fc.nat({ max: 5000 }),
      lasts: fc.nat({ max: 5000 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((drafts) => {
    const sketch = new TraceSketch(3, start);
    const hex = (id: number): string => (id + 1).toString(16).padStart(16, '0');
    return drafts.map(({ id, parent, ...rest }): SpanRecord => ({
      ...sketch.add(undefined, { name: 'x', ...rest }),
      spanId: hex(id),
      parentId: parent === null ? '' : hex(parent),
    }));
  });

test('law: every span has exactly one place, behind its parent and one deeper', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const { nodes, roots } = assemble('t', spans);
      assert.deepEqual(new Set(nodes.map(({ span }) => span)), new Set(spans));
      assert.equal(nodes.length, spans.length);
      nodes.forEach((node, index) => {
        assert.ok(node.parent < index);
        assert.equal(node.depth, node.parent < 0 ? 0 : nodes[node.parent]!.depth + 1);
        assert.equal(node.parent < 0, roots.includes(index));
        assert.ok(node.offsetNs >= 0 || node.parent >= 0);
      });
    }),
  );
});

test('law: the critical path adds up to the duration of the longest root', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const { nodes, roots } = assemble('t', spans);
      const longest = Math.max(...roots.map((root) => nodes[root]!.span.durationNs));
      const sum = nodes.flatMap(({ critical }) => critical).reduce((total, [from, to]) => total + to - from, 0);
      assert.ok(Math.abs(sum - longest) < 1, `${sum} of ${longest}`);
    }),
  );
});

test('a trace as deep as it has spans does not overflow the stack', () => {
  const sketch = new TraceSketch(4, start);
  let parent: SpanRecord | undefined;
  for (let depth = 0; depth < 10_000; depth++) parent = sketch.add(parent, { name: 'deep', at: depth, lasts: 1 });
  const spans = sketch.spans.map((span, index) => {
    const id = (at: number): string => (at + 1).toString(16).padStart(16, '0');
    return { ...span, spanId: id(index), parentId: index === 0 ? '' : id(index - 1) };
  });
  assert.equal(assemble('t', spans).nodes.at(-1)!.depth, 9999);
});
