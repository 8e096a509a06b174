import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectTrace, OtlpSink } from '@span53/testkit';
import { openClientTrace } from '../client-trace.ts';
import { type DigOptions, parseDigOptions } from '../dig-options.ts';
import { describe } from './dig.ts';

test('the CLIENT span ends when the query failed or was answered, not when all is printed', async () => {
  await using sink = await OtlpSink.open();
  const options = parseDigOptions(['www.shop.test']) as DigOptions;
  const startMs = performance.now();
  const client = openClientTrace();
  const endMs = performance.now();
  describe(client, options, { kind: 'failure', failure: 'timeout', endMs });
  await sleep(60);
  assert.equal(await client.deliver(sink.url), true);
  const { root } = expectTrace(sink.trace(client.traceId));
  const tookMs = Number(root.endNs - root.startNs) / 1e6;
  assert.ok(tookMs <= endMs - startMs, `${tookMs} ms`);
  assert.deepEqual(
    [root.attributes['error.type'], root.attributes['dns.question.name']],
    ['timeout', 'www.shop.test.'],
  );
});
