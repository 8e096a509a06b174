import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { chainTrace } from '../fixtures/chain.ts';
import { dnsFacts } from '../model/facts.ts';
import { summarise } from '../model/summary.ts';
import { traceJson } from '../model/to-json.ts';
import { serviceColour } from './colours.ts';
import { toggleTerm } from './filter-terms.ts';
import { layOut } from './map-layout.ts';
import { listUrl, placeOf } from './navigation.ts';
import { elasticScale, linearScale } from './time-scale.ts';
import { timeShares } from './time-shares.ts';
import { traceparent } from './traceparent.ts';
import { parents, visibleRows, withValue } from './waterfall-state.ts';

const spans = chainTrace();
const trace = traceJson(
  summarise(
    spans[0]!.traceId,
    spans.map((span) => ({ ...span, ...dnsFacts(span) })),
  ),
  spans,
);

const places = [
  ['/', '', '', { view: 'list', query: '' }],
  ['/', '?q=name%3Ashop.test', '', { view: 'list', query: 'name:shop.test' }],
  ['/map', '', '', { view: 'map' }],
  ['/trace/ABC123', '', '', { view: 'trace', traceId: 'abc123', spanId: '' }],
  ['/trace/ab', '', '#0123456789abcdef', { view: 'trace', traceId: 'ab', spanId: '0123456789abcdef' }],
  ['/trace/<script>', '', '', { view: 'list', query: '' }],
] as const;
for (const [pathname, search, hash, place] of places) {
  test(`place of ${pathname}${search}${hash}`, () => assert.deepEqual(placeOf({ pathname, search, hash }), place));
}

test('the URL of a list leads back to its filter', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (query) => {
      const { pathname, search, hash } = new URL(listUrl(query), 'http://127.0.0.1/');
      assert.deepEqual(placeOf({ pathname, search, hash }), { view: 'list', query: query.toWellFormed() });
    }),
  );
});

const toggles = [
  ['', 'error', 'error'],
  ['error', 'error', ''],
  ['min:1ms error', 'min:10ms', 'error min:10ms'],
  ['rcode:NXDOMAIN', 'rcode:NXDOMAIN', ''],
  ['  timeout ', 'cache:hit', 'timeout cache:hit'],
] as const;
for (const [query, term, result] of toggles) {
  test(`${JSON.stringify(query)} with ${term} toggled`, () => assert.equal(toggleTerm(query, term), result));
}

test('ten services have ten colours, and keep them', () => {
  const names = Array.from({ length: 10 }, (_, index) => `service-${index}`);
  const colours = names.map(serviceColour);
  assert.equal(new Set(colours).size, 10);
  assert.deepEqual(names.toReversed().map(serviceColour), colours.toReversed());
  assert.ok(serviceColour('one more') < 10);
});

const times = fc.array(fc.nat({ max: 1e9 }), { minLength: 2, maxLength: 30 });
test('law: both scales keep order, fill the width and can be inverted', () => {
  fc.assert(
    fc.property(times, (boundaries) => {
      const to = Math.max(...boundaries, 1);
      for (const scale of [linearScale(0, to), elasticScale(0, to, boundaries)]) {
        assert.ok(Math.abs(scale.position(0)) < 1e-9 && Math.abs(scale.position(to) - 1) < 1e-9);
        const sorted = boundaries.toSorted((a, b) => a - b).map(scale.position);
        assert.ok(sorted.every((place, index) => index === 0 || place >= sorted[index - 1]! - 1e-9));
        for (const ns of boundaries) assert.ok(Math.abs(scale.timeAt(scale.position(ns)) - ns) < to * 1e-6);
      }
    }),
  );
});

test('on the elastic scale a microsecond beside a second can be seen', () => {
  const scale = elasticScale(0, 1e9, [0, 1000, 1e9]);
  assert.ok(scale.position(1000) > 0.0009);
  assert.ok(linearScale(0, 1e9).position(1000) < 0.00001);
});

test('folding hides all below a span, and nothing else', () => {
  const { nodes } = trace;
  const client = nodes.findIndex((node) => node.service === 'proxy' && node.name === 'dns.client.query');
  const rows = visibleRows(nodes, new Set([client]));
  assert.deepEqual(
    rows.map((index) => nodes[index]!.name),
    [
      'dns.server.query',
      'dns.rules',
      'dns.rule',
      'dns.cache.lookup',
      'dns.backend.select',
      'dns.client.query',
      'dns.cache.store',
    ],
  );
  assert.deepEqual(visibleRows(nodes, parents(nodes)), [0]);
  assert.equal(visibleRows(nodes, new Set()).length, nodes.length);
});

test('withValue copies', () => {
  const set = new Set([1]);
  assert.deepEqual([...withValue(set, 2, true)], [1, 2]);
  assert.deepEqual([...withValue(set, 1, false)], []);
  assert.deepEqual([...set], [1]);
});

test('shares of time add up to the duration of the root, waiting apart', () => {
  const shares = timeShares(trace.nodes);
  assert.equal(Math.round(shares.reduce((sum, share) => sum + share.ns, 0)), 4_210_000);
  assert.ok(shares.some((share) => share.waiting && share.service === 'recursor'));
  assert.ok(shares.every((share, index) => index === 0 || share.ns <= shares[index - 1]!.ns));
});

test('traceparent of the first span', () => {
  assert.match(traceparent(trace), new RegExp(`^00-${spans[0]!.traceId}-${spans[0]!.spanId}-01$`));
});

const call = (from: string, to: string) => ({ from, to, known: true, calls: 1, errors: 0, meanNs: 1, maxNs: 1 });
const service = (name: string) => ({ service: name, spans: 1, errors: 0 });

test('the map puts the called to the right of their callers, strangers last', () => {
  const nodes = layOut({
    services: [service('auth'), service('proxy'), service('recursor')],
    calls: [call('recursor', 'auth'), call('proxy', 'recursor'), call('recursor', '192.0.2.1')],
  });
  const column = Object.fromEntries(nodes.map((node) => [node.name, [node.column, node.row, node.known]]));
  assert.deepEqual(column, {
    proxy: [0, 0, true],
    recursor: [1, 0, true],
    auth: [2, 0, true],
    '192.0.2.1': [2, 1, false],
  });
});

test('services that call each other in a circle can be laid out', () => {
  const calls = [call('a', 'b'), call('b', 'c'), call('c', 'a')];
  assert.equal(layOut({ services: ['a', 'b', 'c'].map(service), calls }).length, 3);
});
