import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainTrace, type ChainOptions } from '../fixtures/chain.ts';
import { assemble } from './assemble.ts';
import { dnsFacts } from './facts.ts';
import { SpanKind, type SpanRecord } from './span.ts';
import { story } from './story.ts';
import { firstCache, summarise } from './summary.ts';

const sumUp = (spans: readonly SpanRecord[]) =>
  summarise(
    't',
    spans.map((span) => ({ ...span, ...dnsFacts(span) })),
  );
const tell = (options: ChainOptions): string => {
  const spans = chainTrace(options);
  return story(sumUp(spans), assemble('t', spans));
};

test('a summary tells question, answer, duration and hops of the first server', () => {
  const { hops, ...summary } = sumUp(chainTrace({ trouble: true, rcode: 'NXDOMAIN' }));
  assert.deepEqual(summary, {
    traceId: 't',
    startNs: 1_767_225_600_000_000_000n,
    durationNs: 271_400_000,
    service: 'proxy',
    name: 'dns.server.query',
    question: 'www.shop.test.',
    type: 'A',
    rcode: 'NXDOMAIN',
    spanCount: 36,
    errorCount: 1,
    serversAsked: 5,
  });
  assert.deepEqual(
    hops.map(({ service, cache, errors }) => [service, cache, errors]),
    [
      ['proxy', 'miss', 0],
      ['recursor', 'miss', 1],
      ['auth-root', 'miss', 0],
      ['auth-test', 'miss', 0],
      ['auth-leaf-1', 'miss', 0],
    ],
  );
});

test('hops stay in the order of the chain when a clock is late, and spans come in any order', () => {
  const services = (spans: readonly SpanRecord[]): string[] => sumUp(spans).hops.map(({ service }) => service);
  const spans = chainTrace({ skewUs: 3400 });
  assert.deepEqual(services(spans).slice(0, 3), ['proxy', 'recursor', 'auth-root']);
  assert.deepEqual(services(spans.toReversed()), services(spans));
});

test('without its root the topmost SERVER span stands for the trace', () => {
  const spans = chainTrace().filter((span) => span.service !== 'proxy');
  assert.equal(sumUp(spans).service, 'recursor');
});

test('while the entry span has not ended the extent of the trace is its duration', () => {
  const [root, ...rest] = chainTrace({ from: 'recursor' });
  assert.equal(sumUp([{ ...root!, ended: false, durationNs: 0 }, ...rest]).durationNs, 754_000);
});

test('dnsdist tells the query and the response in two spans without a parent: the client waited for both', () => {
  const [root, ...rest] = chainTrace();
  const entry = { ...root!, service: 'dnsdist', name: 'processUDPQuery', durationNs: 94_000 };
  const response = { ...root!, service: 'dnsdist', name: 'processResponse', spanId: 'ee'.repeat(8) };
  const back = { ...response, startNs: entry.startNs + 4_000_000n, durationNs: 50_000 };
  assert.equal(sumUp([entry, ...rest, back]).durationNs, 4_050_000);
  // Another service's span without a parent is none of its work.
  assert.equal(sumUp([entry, ...rest, { ...back, service: 'rec' }]).durationNs, 94_000);
});

const stories: readonly (readonly [ChainOptions, string])[] = [
  [{ from: 'proxy' }, 'www.shop.test. A NOERROR in 96 µs: proxy hit'],
  [{ from: 'recursor' }, 'www.shop.test. A NOERROR in 780 µs: proxy miss -> recursor hit, 1 server asked'],
  [{}, 'www.shop.test. A NOERROR in 4.21 ms: proxy miss -> recursor miss, 3 authorities asked'],
  [
    { trouble: true },
    'www.shop.test. A NOERROR in 271 ms: proxy miss -> recursor miss, 4 authorities asked, timeout, TCP',
  ],
  [
    { rcode: 'SERVFAIL' },
    'www.shop.test. A SERVFAIL in 4.21 ms: proxy miss -> recursor miss, 3 authorities asked, servfail',
  ],
];
for (const [options, text] of stories) {
  test(`story: ${JSON.stringify(options)}`, () => assert.equal(tell(options), text));
}

/** The same trace as `span53 dig` begins it: a client's span above the first server's. */
function asked(options: ChainOptions): readonly SpanRecord[] {
  const [root, ...rest] = chainTrace(options);
  const parentId = 'c1'.repeat(8);
  const address: SpanRecord['attributes'] = [['server.address', '127.0.0.1']];
  const kind = SpanKind.CLIENT;
  const client = { ...root!, service: 'span53-dig', name: 'dns.client.query', kind, spanId: parentId };
  return [{ ...client, attributes: [...root!.attributes, ...address] }, { ...root!, parentId }, ...rest];
}

const askedStories: readonly (readonly [ChainOptions, string])[] = [
  [{ from: 'proxy' }, 'proxy hit'],
  [{ from: 'recursor' }, 'proxy miss -> recursor hit, 1 server asked'],
  [{}, 'proxy miss -> recursor miss, 3 authorities asked'],
];
for (const [options, text] of askedStories) {
  test(`story with a client in front: ${text}`, () => {
    const spans = asked(options);
    assert.equal(story(sumUp(spans), assemble('t', spans)).split(': ')[1], text);
  });
}

test('the cache that the query met first counts, also behind a client that has none', () => {
  const cases: readonly (readonly [readonly SpanRecord[], 'hit' | 'miss'])[] = [
    [chainTrace({ from: 'recursor' }), 'miss'],
    [asked({ from: 'proxy' }), 'hit'],
    [asked({}), 'miss'],
  ];
  for (const [spans, cache] of cases) assert.equal(firstCache(sumUp(spans).hops), cache);
});
