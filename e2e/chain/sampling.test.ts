/**
 * Traced and untraced queries share everything; who may not ask for a trace gets none; a dead collector changes
 * nothing.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ChainLab } from './chain-lab.ts';
import { comparable, optionCodes } from './client.ts';

const TRACEPARENT = 65_500;
const parentId = '00f067aa0ba902b7';
let last = 0;

/** Option data of a fresh trace. */
function traceparent(): Buffer {
  last += 1;
  return Buffer.from(`0000${'ab'.repeat(14)}${last.toString(16).padStart(4, '0')}${parentId}03`, 'hex');
}

let lab: ChainLab;
before(async () => {
  lab = await ChainLab.start({ sample: 'on-request' });
});
after(() => lab?.[Symbol.asyncDispose]());

test('an untraced query leaves no span; a traced one hits the entry it made, and the other way round', async () => {
  const untraced = await lab.ask('www.shop.test');
  const hit = await lab.ask('www.shop.test', 'A', { traceparent: traceparent() });
  assert.deepEqual(comparable(hit), comparable(untraced));
  const trace = await lab.trace('www.shop.test', parentId);
  assert.equal(trace.named('dns.cache.lookup', 'proxy')[0]?.attributes['dns.cache.hit'], true, trace.tree());
  assert.equal(trace.spans.length, trace.spans.filter(({ service }) => service === 'proxy').length);

  const miss = await lab.ask('mail.shop.test', 'A', { traceparent: traceparent() });
  const missed = await lab.trace('mail.shop.test', parentId);
  const attempts = missed.named('dns.client.query').length;
  assert.ok(attempts >= 2, missed.tree());
  const again = await lab.ask('mail.shop.test');
  assert.deepEqual(comparable(again), comparable(miss));
  const third = await lab.ask('mail.shop.test', 'A', { traceparent: traceparent() });
  assert.deepEqual(comparable(third), comparable(miss));
  assert.equal((await lab.trace('mail.shop.test', parentId)).named('dns.client.query').length, 0);
});

test('a probe (option without data) is told the trace ID', async () => {
  const answer = await lab.ask('probe.apps.shop.test', 'A', { traceparent: Buffer.alloc(0) });
  assert.ok(optionCodes(answer).includes(TRACEPARENT));
  const trace = await lab.trace('probe.apps.shop.test');
  assert.ok(answer.octets.includes(Buffer.from(trace.traceId, 'hex')));
});

for (const [what, data] of [
  ['three octets', Buffer.from('000102', 'hex')],
  ['version 255', Buffer.concat([Buffer.from([255, 0]), Buffer.alloc(25, 1)])],
  ['64 octets of version 0', Buffer.alloc(64)],
] as const) {
  test(`malformed TRACEPARENT (${what}) is answered as if absent`, async () => {
    const name = `m${data.length}x${data[0]}.apps.shop.test`;
    const answer = await lab.ask(name, 'A', { traceparent: data });
    assert.equal(answer.packet.rcode, 'NOERROR');
    assert.ok(!optionCodes(answer).includes(TRACEPARENT));
  });
}

test('a sender outside tracing.accept is ignored, and its option goes no further', async () => {
  await using denied = await ChainLab.start({
    sample: 'on-request',
    edit: (name, config) =>
      name === 'proxy'
        ? { ...config, tracing: { ...(config['tracing'] as object), accept: [{ sources: ['192.0.2.0/24'] }] } }
        : config,
  });
  const answer = await denied.ask('www.shop.test', 'A', { traceparent: traceparent() });
  assert.equal(answer.packet.rcode, 'NOERROR');
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.deepEqual(denied.sink.spans, [], 'the option was honoured somewhere');
});

test('a dead collector slows nothing and loses no answer', async () => {
  await using dark = await ChainLab.start({ otlpUrl: 'http://127.0.0.1:9/v1/traces' });
  const startMs = performance.now();
  for (let i = 0; i < 200; i += 1) {
    const { packet } = await dark.ask(`n${i}.apps.shop.test`);
    assert.equal(packet.rcode, 'NOERROR');
  }
  assert.ok(performance.now() - startMs < 20_000);
});
