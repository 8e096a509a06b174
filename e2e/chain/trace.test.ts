/** One query, one trace, through six processes over real sockets. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ChainLab } from './chain-lab.ts';
import { comparable, optionCodes, type Query } from './client.ts';

const TRACEPARENT = 65_500;
let traced: ChainLab;
let plain: ChainLab;
before(async () => {
  traced = await ChainLab.start();
  plain = await ChainLab.start({ otlpUrl: 'off' });
});
after(async () => {
  await Promise.all([traced?.[Symbol.asyncDispose](), plain?.[Symbol.asyncDispose]()]);
});

/** Asks both labs the same and asserts that tracing changed nothing. */
async function askBoth(name: string, type: Query['type'], more: Partial<Query> = {}) {
  const [answer, untraced] = await Promise.all([traced.ask(name, type, more), plain.ask(name, type, more)]);
  assert.deepEqual(comparable(answer), comparable(untraced), 'the answer depends on tracing');
  assert.ok(!optionCodes(answer).includes(TRACEPARENT), 'TRACEPARENT in the response');
  return answer;
}

for (const tcp of [false, true]) {
  const over = tcp ? 'TCP' : 'UDP';
  const name = tcp ? 'tcp.apps.shop.test' : 'www.shop.test';

  test(`a miss over ${over}: proxy, recursor, three authorities, SQLite`, async () => {
    const { packet } = await askBoth(name, 'A', { tcp });
    assert.equal(packet.rcode, 'NOERROR');
    const trace = await traced.trace(name);
    assert.equal(trace.root.attributes['network.transport'], over.toLowerCase());
    trace.hop('proxy');
    trace.hop('recursor');
    // The test. delegation is known after the first query; the leaf is asked each time.
    for (const service of tcp ? [] : ['auth-test']) trace.hop(service);
    const leaf = trace.spans.filter(({ service, kind }) => service.startsWith('auth-leaf') && kind === 2);
    assert.ok(leaf.length >= 1, trace.tree());
    assert.ok(trace.named('dns.backend.query').length >= 1, `no SQL\n${trace.tree()}`);
    assert.equal(trace.named('dns.cache.lookup', 'proxy')[0]?.attributes['dns.cache.hit'], false);
    assert.equal(trace.named('dns.client.query', 'proxy').length, 1);
  });

  test(`a hit over ${over}: the proxy alone`, async () => {
    await askBoth(name, 'A', { tcp });
    const trace = await traced.trace(name);
    assert.deepEqual([...new Set(trace.spans.map(({ service }) => service))], ['proxy'], trace.tree());
    assert.equal(trace.named('dns.cache.lookup', 'proxy')[0]?.attributes['dns.cache.hit'], true);
    assert.equal(trace.named('dns.client.query').length, 0);
  });
}

test('NXDOMAIN is no error of a span', async () => {
  const { packet } = await askBoth('missing.shop.test', 'A');
  assert.equal(packet.rcode, 'NXDOMAIN');
  const trace = await traced.trace('missing.shop.test');
  assert.equal(trace.root.attributes['dns.response_code'], 'NXDOMAIN');
  assert.deepEqual(
    trace.spans.filter(({ status }) => status.code === 2),
    [],
  );
});

test('a CNAME across zones: both zones are asked in one trace', async () => {
  const { packet } = await askBoth('cdn.shop.test', 'A');
  assert.equal(packet.answers?.length, 3);
  const trace = await traced.trace('cdn.shop.test');
  // The recursor asks with 0x20 case.
  const names = new Set(
    trace.named('dns.server.query').map(({ attributes }) => String(attributes['dns.question.name']).toLowerCase()),
  );
  assert.ok(names.has('cdn.shop.test.') && names.has('edge.media.test.'), trace.tree());
});

test('truncation: TC over UDP to the client, TCP between recursor and authority', async () => {
  const udp = await askBoth('big.shop.test', 'TXT');
  assert.equal(udp.packet.flag_tc, true);
  const trace = await traced.trace('big.shop.test');
  const transports = trace
    .named('dns.client.query', 'recursor')
    .map(({ attributes }) => attributes['network.transport']);
  assert.ok(transports.includes('tcp'), trace.tree());
  const tcp = await askBoth('big.shop.test', 'TXT', { tcp: true });
  assert.equal(tcp.packet.answers?.length, 12);
  await traced.trace('big.shop.test');
});

test('an authority that does not answer: its attempt fails, the query does not', async () => {
  let timeouts = 0;
  for (let i = 0; i < 6; i += 1) {
    const { packet } = await traced.ask(i === 0 ? 'www.slow.test' : `x${i}.slow.test`, 'A', { timeoutMs: 9000 });
    assert.ok(['NOERROR', 'NXDOMAIN'].includes(packet.rcode), packet.rcode);
    const trace = await traced.trace(i === 0 ? 'www.slow.test' : `x${i}.slow.test`);
    assert.equal(trace.root.status.code, 0, trace.tree());
    timeouts += trace.spans.filter(({ attributes }) => attributes['error.type'] === 'timeout').length;
  }
  assert.ok(timeouts > 0, 'the address where nobody listens was never tried');
});

test('SERVFAIL: the server spans say ERROR and why', async () => {
  const { packet } = await traced.ask('www.dead.test', 'A', { timeoutMs: 12_000 });
  assert.equal(packet.rcode, 'SERVFAIL');
  const trace = await traced.trace('www.dead.test');
  assert.equal(trace.root.status.code, 2);
  assert.equal(trace.root.attributes['dns.response_code'], 'SERVFAIL');
  assert.ok(
    trace.spans.some(({ attributes }) => attributes['error.type'] === 'timeout'),
    trace.tree(),
  );
});

test("the client's own TRACEPARENT is continued", async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const parentId = '00f067aa0ba902b7';
  const traceparent = Buffer.from(`0000${traceId}${parentId}01`, 'hex');
  const answer = await traced.ask('mail.shop.test', 'A', { traceparent });
  assert.ok(!optionCodes(answer).includes(TRACEPARENT));
  const trace = await traced.trace('mail.shop.test', parentId);
  assert.equal(trace.traceId, traceId);
  trace.hop('recursor');
});

test('a query without EDNS gets a response without EDNS', async () => {
  const answer = await askBoth('edns.apps.shop.test', 'A', { edns: false });
  assert.deepEqual(answer.packet.additionals, []);
  await traced.trace('edns.apps.shop.test');
});
