import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OtlpSink } from '@span53/testkit';
import { loadConfig } from './config.ts';
import { chainTrace } from './fixtures/chain.ts';
import { Forward } from './forward.ts';
import type { SpanRecord } from './model/span.ts';
import { decodeTraces } from './receive/otlp-protobuf.ts';

const targets = (url: string) =>
  loadConfig({ text: `forward: [{ endpoint: "${url}" }]`, file: 'test', overrides: [] }).config.forward;
const quiet = { warn: () => undefined, version: '0.0.0' };

test('spans reach the back end whole, in messages of bounded size', async () => {
  await using sink = await OtlpSink.open();
  const spans = Array.from({ length: 30 }, (_, seed) => chainTrace({ seed })).flat();
  const forward = new Forward(targets(sink.url), quiet);
  forward.offer(spans);
  await forward[Symbol.asyncDispose]();
  const received: SpanRecord[] = [];
  for (const { body } of sink.requests) {
    const failure = decodeTraces(Buffer.from(body), { accept: (span) => received.push(span), reject: assert.fail });
    assert.equal(failure, undefined);
  }
  assert.deepEqual(new Set(received), new Set(spans));
  assert.equal(forward.counters.sent, Math.ceil(spans.length / 500));
});

test('a back end that is away costs its messages, and nobody waits', async () => {
  const forward = new Forward(targets('http://127.0.0.1:9/v1/traces'), quiet);
  for (let seed = 0; seed < 50; seed++) forward.offer(chainTrace({ seed }));
  await forward[Symbol.asyncDispose]();
  assert.equal(forward.counters.sent, 0);
  assert.equal(forward.counters.queued, 50);
  assert.equal(forward.counters.failed + forward.counters.deadline, 50);
});
