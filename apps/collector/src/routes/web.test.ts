import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { chainTrace } from '../fixtures/chain.ts';
import { Ingest } from '../ingest.ts';
import type { GraphJson, StatsJson, TraceJson, TracePageJson } from '../model/api-types.ts';
import { TraceStore } from '../store/trace-store.ts';
import { Tail } from '../tail.ts';
import { webRoutes } from './web.ts';

const startNs = 1_767_225_600_000_000_000n;
const nowMs = (): number => Number(startNs / 1_000_000n) + 60_000;
const store = TraceStore.open({ path: ':memory:', sizeMax: 1e9, ageMaxMs: 1e9, spansPerTraceMax: 1000 });
const ingest = new Ingest(store, {
  spansMax: 1e5,
  octetsMax: 1e9,
  delayMs: 60_000,
  nowMs,
  onTraces: () => undefined,
  onError: assert.fail,
});
const tail = new Tail({ clientsMax: 1, bufferMax: 10, heartbeatMs: 60_000 });
const folder = mkdtempSync(path.join(tmpdir(), 'span53-page-'));
mkdirSync(path.join(folder, 'assets'));
writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
writeFileSync(path.join(folder, 'assets', 'index-abc.js'), 'void 0');
writeFileSync(path.join(folder, 'notes.txt'), 'not for the web');
const base = {
  store,
  ingest,
  tail,
  sizeMax: 1e9,
  counters: () => ({ 'otlp.requests': 7 }),
  nowMs,
  onError: assert.fail,
};
const app = webRoutes({ ...base, hosts: ['traces.example.net'], page: Promise.resolve(folder) });
after(() => {
  tail[Symbol.dispose]();
  ingest[Symbol.dispose]();
  store[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const miss = chainTrace({ seed: 1, startNs });
const slow = chainTrace({ seed: 2, startNs: startNs + 1_000_000_000n, trouble: true, name: 'slow.shop.test.' });
const hit = chainTrace({ seed: 3, startNs: startNs + 2_000_000_000n, from: 'proxy' });
ingest.offer([...miss, ...slow, ...hit], 1);
const id = (spans: typeof miss): string => spans[0]!.traceId;

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(app.request(url, { headers: { host: '127.0.0.1:5380', ...headers } }));
async function json<T>(url: string, status = 200): Promise<T> {
  const response = await get(url);
  assert.equal(response.status, status, url);
  return (await response.json()) as T;
}

test('traces are listed newest first, and received spans are seen at once', async () => {
  const { traces, next } = await json<TracePageJson>('/api/v1/traces');
  assert.deepEqual(
    traces.map((trace) => trace.traceId),
    [id(hit), id(slow), id(miss)],
  );
  assert.equal(next, null);
  assert.equal(traces[2]!.startUnixNano, '1767225600000000000');
});

test('pages follow the cursor', async () => {
  const first = await json<TracePageJson>('/api/v1/traces?limit=2');
  const second = await json<TracePageJson>(`/api/v1/traces?limit=2&before=${first.next}`);
  assert.deepEqual([first.traces.length, second.traces.length, second.next], [2, 1, null]);
  assert.equal(second.traces[0]!.traceId, id(miss));
});

test('filters by q, by parameters and by both', async () => {
  for (const query of ['q=name:slow.shop.test', 'name=slow.shop.test', 'q=error&cache=miss', 'error=true&min=10ms']) {
    const { traces } = await json<TracePageJson>(`/api/v1/traces?${query}`);
    assert.deepEqual(
      traces.map((trace) => trace.question),
      ['slow.shop.test.'],
      query,
    );
  }
});

const refusals = [
  ['/api/v1/traces?q=min:soon', 400],
  ['/api/v1/traces?q=a%00b', 400],
  ['/api/v1/traces?limit=0', 400],
  ['/api/v1/traces?limit=100000', 400],
  ['/api/v1/traces?before=x', 400],
  ['/api/v1/traces/zz', 404],
  [`/api/v1/traces/${'0'.repeat(32)}`, 404],
  ['/api/v1/nothing', 404],
  ['/nothing', 404],
  ['/assets/..%2f..%2fpackage.json', 404],
  ['/assets/notes.txt', 404],
] as const;
for (const [url, status] of refusals) {
  test(`${status} ${url}`, async () => {
    const { error } = await json<{ error: string }>(url, status);
    assert.ok(error.length > 0);
  });
}

test('one trace, with story, notes and nodes in display order', async () => {
  const trace = await json<TraceJson>(`/api/v1/traces/${id(slow).toUpperCase()}`);
  assert.match(trace.story, /^slow\.shop\.test\. A NOERROR in 271 ms/);
  assert.equal(trace.nodes.length, slow.length);
  assert.equal(trace.resources.length, 5);
  assert.equal(trace.nodes[0]!.parent, -1);
  assert.equal(trace.nodes[0]!.startUnixNano, slow[0]!.startNs.toString());
});

test('the service graph knows services, calls and servers without spans', async () => {
  const { services, calls } = await json<GraphJson>('/api/v1/graph');
  assert.deepEqual(services.map(({ service }) => service).toSorted(), [
    'auth-leaf-1',
    'auth-root',
    'auth-test',
    'proxy',
    'recursor',
  ]);
  const named = calls.map(({ from, to, calls: count, known }) => `${from} ${to} ${count} ${known}`);
  assert.deepEqual(named.toSorted(), [
    'proxy recursor 2 true',
    'recursor 127.0.0.5:5300 1 false',
    'recursor auth-leaf-1 2 true',
    'recursor auth-root 2 true',
    'recursor auth-test 2 true',
  ]);
});

test('statistics', async () => {
  const stats = await json<StatsJson>('/api/v1/stats');
  assert.equal(stats.traces, 3);
  assert.equal(stats.spans, miss.length + slow.length + hit.length);
  assert.deepEqual(stats.recent.rcodes, [{ rcode: 'NOERROR', traces: 3 }]);
  assert.deepEqual([stats.recent.hits, stats.recent.errors], [1, 1]);
  assert.equal(stats.recent.p99Ns, 271_400_000);
});

test('metrics for Prometheus', async () => {
  const text = await (await get('/metrics')).text();
  assert.match(text, /# HELP span53_collector_otlp_requests\S* OTLP requests/);
  assert.match(text, /span53_collector_otlp_requests_total 7/);
});

test('the live tail is an event stream; one client more is refused', async () => {
  const stream = await get('/api/v1/tail');
  assert.equal(stream.headers.get('content-type'), 'text/event-stream');
  assert.equal((await get('/api/v1/tail')).status, 503);
  await stream.body!.cancel();
});

test('Jaeger: services, operations, search, one trace, dependencies', async () => {
  interface Answer<T> {
    readonly data: readonly T[];
  }
  interface Found {
    readonly traceID: string;
    readonly spans: readonly unknown[];
  }
  assert.equal((await json<Answer<string>>('/api/services')).data.length, 5);
  const { data: operations } = await json<Answer<string>>('/api/services/auth-root/operations');
  assert.ok(operations.includes('dns.zone.lookup'));
  const byKind = await json<Answer<{ name: string }>>('/api/operations?service=proxy&spanKind=server');
  assert.deepEqual(
    byKind.data.map(({ name }) => name),
    ['dns.server.query'],
  );
  const search = async (query: string): Promise<readonly string[]> =>
    (await json<Answer<Found>>(`/api/traces?${query}`)).data.map(({ traceID }) => traceID);
  assert.deepEqual(await search('service=recursor'), [id(slow), id(miss)]);
  assert.deepEqual(await search('service=recursor&limit=1'), [id(slow)]);
  assert.deepEqual(await search('service=proxy&operation=dns.server.query&minDuration=100ms'), [id(slow)]);
  assert.deepEqual(await search(`tags=${encodeURIComponent('{"error":"true"}')}`), [id(slow)]);
  assert.deepEqual(await search('tag=dns.cache.hit:true&lookback=1h'), [id(hit)]);
  assert.deepEqual(await search('service=proxy&start=1767225602000000&end=1767225603000000'), [id(hit)]);
  assert.deepEqual(await search('start=9999999999999998&end=9999999999999999'), []);
  assert.deepEqual(await search('service=proxy&limit=1&lookback=99999999d'), [id(hit)]);
  assert.deepEqual(await search(`traceID=${id(hit)}&traceID=${'f'.repeat(32)}`), [id(hit)]);
  const one = await json<Answer<Found>>(`/api/traces/${id(miss)}`);
  assert.equal(one.data[0]!.spans.length, miss.length);
  const { data: dependencies } = await json<Answer<object>>('/api/dependencies?endTs=1&lookback=1');
  assert.ok(dependencies.some((each) => JSON.stringify(each).includes('"parent":"proxy","child":"recursor"')));
});

const jaegerRefusals = [
  ['/api/traces/abc', 404],
  ['/api/traces?minDuration=fast', 400],
  ['/api/traces?tags=%7B', 400],
  ['/api/traces?tags=1', 400],
  ['/api/traces?limit=-1', 400],
] as const;
for (const [url, status] of jaegerRefusals) {
  test(`Jaeger: ${status} ${url}`, async () => {
    const { errors } = await json<{ errors: readonly { code: number }[] }>(url, status);
    assert.equal(errors[0]!.code, status);
  });
}

const hosts = [
  ['127.0.0.1:5380', 200],
  ['[::1]:5380', 200],
  ['localhost:5380', 200],
  ['collector:5380', 200],
  ['lab.localhost', 200],
  ['traces.example.net', 200],
  ['Traces.Example.Net:80', 200],
  ['attacker.example', 403],
  ['127.0.0.1.attacker.example', 403],
  ['', 403],
] as const;
for (const [host, status] of hosts) {
  test(`Host ${JSON.stringify(host)} gives ${status}`, async () => {
    assert.equal((await get('/api/v1/stats', { host })).status, status);
  });
}

test('nothing can be written', async () => {
  const response = await app.request('/api/v1/traces', { method: 'POST', headers: { host: '127.0.0.1' } });
  assert.equal(response.status, 405);
});

test('the page and its files, with a strict policy on every answer', async () => {
  for (const url of ['/', `/trace/${id(miss)}`, '/map']) {
    const response = await get(url, { 'accept-encoding': 'gzip' });
    assert.match(response.headers.get('content-type')!, /^text\/html/);
    assert.equal(gunzipSync(Buffer.from(await response.arrayBuffer())).toString(), '<!doctype html>');
    assert.match(response.headers.get('content-security-policy')!, /default-src 'none'; script-src 'self'/);
  }
  const script = await get('/assets/index-abc.js');
  assert.equal(await script.text(), 'void 0');
  assert.match(script.headers.get('cache-control')!, /immutable/);
});

test('a page that is not built says so', async () => {
  const bare = webRoutes({ ...base, hosts: [], page: Promise.resolve(undefined) });
  const response = await bare.request('/', { headers: { host: 'localhost' } });
  assert.equal(response.status, 503);
  assert.match(await response.text(), /npm run build/);
});
