import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetmaskSet } from '@span53/dns/inet';
import { adminApp } from '@span53/runtime';
import { OptionCode } from '@span53/dns/edns';
import { PdnsSink } from '@span53/testkit';
import { octetsOf, Rig } from './rig.test.ts';

const BASE = '/api/v1/servers/localhost';
const CONDITIONS = `${BASE}/ottraceconditions`;

/** The rig's API without a socket. */
function api(rig: Rig) {
  const { registry, memory, part } = rig.generation;
  const web = {
    listen: [],
    apiKey: 'key',
    password: undefined,
    allowFrom: new NetmaskSet(),
    bodyOctetsMax: 10_000,
    metricsNeedKey: false,
  };
  const app = adminApp({ web, registry, memory, routes: part?.routes, problems: () => [] });
  return async (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
    const response = await app.request(path, {
      method,
      headers: { 'X-API-Key': 'key' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

test('A-01 to A-08: trace conditions over the API (tracing reference 7.4)', async () => {
  await using rig = await Rig.open();
  const call = api(rig);
  assert.deepEqual(await call('GET', CONDITIONS), { status: 200, body: [] }, 'A-01');
  for (const method of ['GET', 'DELETE']) {
    const unknown = await call(method, `${CONDITIONS}/1.2.3.4/32`);
    assert.equal(unknown.status, 422, 'A-02');
    assert.match(JSON.stringify(unknown.body), /Could not find otcondition/);
  }
  const plain = {
    acl: '1.2.3.4/32',
    type: 'OpenTelemetryTraceCondition',
    edns_option_required: false,
    traceid_only: false,
  };
  assert.deepEqual(await call('POST', CONDITIONS, { acl: '1.2.3.4' }), { status: 201, body: plain }, 'A-03');
  const again = await call('POST', CONDITIONS, { acl: '1.2.3.4' });
  assert.deepEqual(again, { status: 422, body: { error: 'OTCondition already exists' } }, 'A-04');
  await call('POST', CONDITIONS, { acl: '1.2.3.0/24' });
  assert.equal(((await call('GET', CONDITIONS)).body as unknown[]).length, 2, 'A-05');
  assert.equal((await call('GET', `${CONDITIONS}/1.2.3.4/31`)).status, 422, 'A-06');
  assert.equal((await call('DELETE', `${CONDITIONS}/1.2.3.4/32`)).status, 204, 'A-07');
  assert.equal(((await call('GET', CONDITIONS)).body as unknown[]).length, 1, 'A-07');
  const full = {
    acl: '::/0',
    qid: 99,
    qnames: ['a.example.', 'b.example.', 'c.example.'],
    qtypes: ['A', 'AAAA'],
    edns_option_required: true,
    traceid_only: true,
  };
  assert.equal((await call('POST', CONDITIONS, full)).status, 201, 'A-08');
  const { body } = await call('GET', `${CONDITIONS}/::/0`);
  assert.deepEqual(body, { ...full, type: 'OpenTelemetryTraceCondition' }, 'A-08');
  for (const bad of [{}, { acl: 'nonsense' }, 'text']) assert.equal((await call('POST', CONDITIONS, bad)).status, 422);
});

test('a condition that is posted is in force at once', async () => {
  await using sink = await PdnsSink.open();
  await using rig = await Rig.open({
    recursor: 'event_trace_enabled: 4',
    logging: `protobuf_servers: [{servers: ["${sink.address}"], log_queries: false}]`,
  });
  const call = api(rig);
  await rig.udp(octetsOf('www.shop.test. A'));
  await call('POST', CONDITIONS, { acl: '127.0.0.0/8' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await rig.udp(octetsOf('www.shop.test. A'));
  await sink.until(({ messages }) => messages.length === 2);
  assert.deepEqual(
    sink.messages.map(({ openTelemetryData: data }) => (data?.length ?? 0) > 0),
    [false, true],
  );
});

test('cache/flush takes a name, or a subtree, out of every cache', async () => {
  await using rig = await Rig.open();
  const call = api(rig);
  await rig.udp(octetsOf('www.shop.test. A'));
  assert.equal((await call('PUT', `${BASE}/cache/flush?domain=www.shop.test`)).status, 422);
  const flushed = await call('PUT', `${BASE}/cache/flush?domain=shop.test.&subtree=true`);
  assert.equal(flushed.status, 200);
  assert.ok((flushed.body as { count: number }).count >= 3, 'packet, record, delegation');
  await rig.udp(octetsOf('www.shop.test. A', { options: [{ code: OptionCode.PADDING, data: new Uint8Array(4) }] }));
  assert.equal(rig.shop.queries.length, 2);
});

test('server, statistics and ACL as PowerDNS shows them', async () => {
  await using rig = await Rig.open();
  const call = api(rig);
  await rig.udp(octetsOf('localhost. A'));
  const server = (await call('GET', BASE)).body as Record<string, string>;
  assert.equal(server['daemon_type'], 'recursor');
  const statistics = (await call('GET', `${BASE}/statistics`)).body as { name: string; value: string }[];
  assert.equal(statistics.find(({ name }) => name === 'questions')?.value, '1');
  const acl = (await call('GET', `${BASE}/config/allow-from`)).body as { value: string[] };
  assert.ok(acl.value.includes('127.0.0.0/8'));
});
