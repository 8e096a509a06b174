import assert from 'node:assert/strict';
import { test } from 'node:test';

import { testTracer } from '@span53/testkit';

import { bed, octetsOf, queryOf } from '../bed.test.ts';
import { runChain } from './chain.ts';

const rules = [
  '{name: tag, selector: {type: All}, action: {type: SetTag, tag: seen, value: "1"}}',
  '{name: other, selector: {type: QName, qname: other.example}, action: {type: Drop}}',
  '{name: second, selector: {type: Tag, tag: seen}, action: {type: Pool, pool_name: ""}}',
  '{name: late, selector: {type: All}, action: {type: Drop}}',
];
const yaml = `query_rules: [${rules.join(', ')}]`;

test('rules run in order, see what earlier ones did, and the first verdict ends the chain', () => {
  const { plane } = bed(yaml);
  const { query: chain } = plane.chains;
  assert.equal(runChain(chain, queryOf(plane, octetsOf('www.example A'))), 'allow');
  assert.equal(runChain(chain, queryOf(plane, octetsOf('other.example A'))), 'drop');
  assert.deepEqual(
    chain.rules.map(({ slot }) => chain.counts[slot]),
    [2, 1, 1, 0],
  );
});

test('an empty chain gives no verdict', () => {
  const { plane } = bed('');
  assert.equal(runChain(plane.chains.query, queryOf(plane, octetsOf('www.example A'))), undefined);
});

test('a traced chain is a span with one span for each rule that was asked', () => {
  const { plane } = bed(yaml);
  const rig = testTracer();
  const query = queryOf(plane, octetsOf('www.example A'));
  query.recording = rig.tracer.start('dns.server.query', { nowMs: 1000 });
  query.trace = query.recording!.root;
  assert.equal(runChain(plane.chains.query, query), 'allow');
  query.recording!.finish();
  const [root, chain, ...each] = rig.spans;
  assert.deepEqual([chain!.name, chain!.parentSpanId], ['dns.rules', root!.spanId]);
  assert.deepEqual(
    each.map(({ name, attributes }) => [name, attributes['dns.proxy.rule.name'], attributes['dns.proxy.rule.matched']]),
    [
      ['dns.rule', 'tag', true],
      ['dns.rule', 'other', false],
      ['dns.rule', 'second', true],
    ],
  );
  assert.equal(
    each.every(({ parentSpanId }) => parentSpanId === chain!.spanId),
    true,
  );
  assert.equal(each[2]!.attributes['dns.proxy.rule.action'], 'Pool');
});
