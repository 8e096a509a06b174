import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainTrace } from '../fixtures/chain.ts';
import { jaegerTrace } from './jaeger.ts';

interface JaegerSpan {
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly tags: readonly { readonly key: string; readonly type: string; readonly value: unknown }[];
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly unknown[] }[];
  readonly startTime: number;
  readonly duration: number;
  readonly processID: string;
  readonly warnings: readonly string[] | null;
}

test('a span in Jaeger form: microseconds, typed tags, reference to its parent, kind as a tag', () => {
  const spans = chainTrace({ trouble: true });
  const { spans: jaegerSpans, processes } = jaegerTrace('t', spans);
  const lost = (jaegerSpans as JaegerSpan[]).find(({ tags }) => tags.some(({ value }) => value === 'timeout'))!;
  const source = spans.find((span) => span.status === 2)!;
  assert.deepEqual(lost.references, [{ refType: 'CHILD_OF', traceID: source.traceId, spanID: source.parentId }]);
  assert.equal(lost.startTime, Number(source.startNs / 1000n));
  assert.equal(lost.duration, 260_000);
  assert.ok(lost.tags.some((tag) => tag.key === 'server.port' && tag.type === 'int64' && tag.value === 5300));
  assert.ok(lost.tags.some((tag) => tag.key === 'span.kind' && tag.value === 'client'));
  assert.ok(lost.tags.some((tag) => tag.key === 'error' && tag.type === 'bool' && tag.value === true));
  assert.equal(lost.logs.length, 1);
  assert.equal(processes[lost.processID]!.serviceName, 'recursor');
  assert.equal(Object.keys(processes).length, 5);
});

test('links are FOLLOWS_FROM, lists are JSON text, notes are warnings', () => {
  const [root] = chainTrace({ from: 'proxy' });
  const link = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), attributes: [] };
  const changed = { ...root!, parentId: 'ef'.repeat(8), links: [link], attributes: [['flags', ['RD', 'AD']]] as const };
  const [span] = jaegerTrace('t', [changed]).spans as JaegerSpan[];
  assert.deepEqual(
    span!.references.map(({ refType }) => refType),
    ['CHILD_OF', 'FOLLOWS_FROM'],
  );
  assert.deepEqual(span!.tags[0], { key: 'flags', type: 'string', value: '["RD","AD"]' });
  assert.match(span!.warnings![0]!, /was not received/);
});
