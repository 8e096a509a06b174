/** The lab in containers: `docker compose up`, the trace assertions of the chain, `down` leaves nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { optionCodes } from '../chain/client.ts';
import * as lab from './compose-lab.ts';

const { collector, query, traceOf } = lab;
const TRACEPARENT = 65_500;
/** Octets. The image of Node alone is larger; ours has Node, the app and its libraries. */
const IMAGE_MAX = 190e6;
/** Starting again and being found by the proxy's health check, on a busy machine. */
const RECOVERY_MS = 45_000;
const skip = lab.whyNot();

before(
  async () => {
    if (skip !== false) return;
    lab.compose(['down', '-v']); // what an interrupted run has left
    const startMs = performance.now();
    try {
      lab.compose(['up', '-d', '--build', '--wait'], lab.UP_MS);
      console.log(`images built, up and healthy in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
    } catch (error) {
      console.log(lab.compose(['ps', '-a']), lab.compose(['logs', '--tail=20']));
      throw error;
    }
    await lab.queryUntil('warm-up.test', 'NXDOMAIN', RECOVERY_MS);
  },
  { timeout: lab.UP_MS + 120_000 },
);
after(() => {
  if (skip === false) lab.compose(['down', '-v']);
});

for (const tcp of [false, true]) {
  const over = tcp ? 'TCP' : 'UDP';
  const name = tcp ? 'tcp.apps.shop.test' : 'www.shop.test';

  test(`a miss over ${over}: proxy, recursor, authorities, SQLite in one trace`, { skip }, async () => {
    assert.equal((await query(name, 'A', { tcp })).packet.rcode, 'NOERROR');
    const trace = await traceOf(name);
    assert.equal(trace.root.attributes['network.transport'], over.toLowerCase());
    for (const service of ['proxy', 'recursor']) trace.hop(service);
    // The delegation of shop.test. is known after the first query; the leaf is asked each time.
    for (const service of tcp ? [] : ['auth-test']) trace.hop(service);
    const leaf = trace.spans.filter(({ service, kind }) => service.startsWith('auth-leaf') && kind === 2);
    assert.ok(leaf.length >= 1, trace.tree());
    assert.ok(trace.named('dns.backend.query').length >= 1, trace.tree());
    assert.equal(trace.named('dns.cache.lookup', 'proxy')[0]?.attributes['dns.cache.hit'], false);
  });

  test(`a hit over ${over}: the proxy alone`, { skip }, async () => {
    await query(name, 'A', { tcp });
    const trace = await traceOf(name);
    assert.deepEqual([...new Set(trace.spans.map(({ service }) => service))], ['proxy'], trace.tree());
    assert.equal(trace.named('dns.cache.lookup', 'proxy')[0]?.attributes['dns.cache.hit'], true);
  });
}

test('NXDOMAIN is no error of a span', { skip }, async () => {
  assert.equal((await query('missing.shop.test')).packet.rcode, 'NXDOMAIN');
  const trace = await traceOf('missing.shop.test');
  assert.equal(trace.root.attributes['dns.response_code'], 'NXDOMAIN');
  assert.deepEqual(
    trace.spans.filter(({ status }) => status.code === 2),
    [],
  );
});

test('a CNAME across zones: both zones are asked in one trace', { skip }, async () => {
  assert.equal((await query('cdn.shop.test')).packet.answers?.length, 3);
  const trace = await traceOf('cdn.shop.test');
  const asked = trace.named('dns.server.query').map(({ attributes }) => String(attributes['dns.question.name']));
  const names = new Set(asked.map((name) => name.toLowerCase())); // the recursor asks with 0x20 case
  assert.ok(names.has('cdn.shop.test.') && names.has('edge.media.test.'), trace.tree());
});

test('truncation: TC to the client, TCP between recursor and authority', { skip }, async () => {
  assert.equal((await query('big.shop.test', 'TXT')).packet.flag_tc, true);
  const trace = await traceOf('big.shop.test');
  const attempts = trace.named('dns.client.query', 'recursor');
  assert.ok(
    attempts.some(({ attributes }) => attributes['network.transport'] === 'tcp'),
    trace.tree(),
  );
  assert.equal((await query('big.shop.test', 'TXT', { tcp: true })).packet.answers?.length, 12);
});

test("the client's own TRACEPARENT is continued, and is in no response", { skip }, async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const parentId = '00f067aa0ba902b7';
  const answer = await query('mail.shop.test', 'A', {
    traceparent: Buffer.from(`0000${traceId}${parentId}01`, 'hex'),
  });
  assert.ok(!optionCodes(answer).includes(TRACEPARENT));
  const trace = await traceOf('mail.shop.test', parentId);
  assert.equal(trace.traceId, traceId);
  trace.hop('recursor');
});

test('the page comes with its script', { skip }, async () => {
  const page = await fetch(`${collector}/`);
  assert.equal(page.status, 200);
  const [, script] = /<script[^>]* src="([^"]+)"/.exec(await page.text()) ?? assert.fail('no script in the page');
  const loaded = await fetch(new URL(script!, `${collector}/`));
  assert.match(String(loaded.headers.get('content-type')), /javascript/);
  assert.equal(loaded.status, 200);
});

test('published on 127.0.0.1 only; no root, no capabilities, nothing writable, small images', { skip }, () => {
  const all = lab.containers();
  assert.equal(all.size, 7);
  for (const [service, { Config, HostConfig, NetworkSettings }] of all) {
    assert.equal(Config.User, '65532:65532', service);
    assert.equal(HostConfig.ReadonlyRootfs, true, service);
    assert.deepEqual(HostConfig.CapDrop, ['ALL'], service);
    const published = Object.values(NetworkSettings.Ports).flatMap((ports) => ports ?? []);
    assert.deepEqual(
      published.filter(({ HostIp }) => HostIp !== '127.0.0.1'),
      [],
      service,
    );
    assert.equal(published.length > 0, service === 'proxy' || service === 'collector', service);
    const size = Number(lab.docker(['image', 'inspect', '-f', '{{.Size}}', Config.Image]));
    assert.ok(size < IMAGE_MAX, `${Config.Image} has ${size} octets`);
  }
});

test('a recursor that crashes comes back by itself; the proxy answers from its cache meanwhile', { skip }, async () => {
  lab.crash('recursor');
  assert.equal((await query('www.shop.test')).packet.rcode, 'NOERROR');
  await lab.queryUntil('back.apps.shop.test', 'NOERROR', RECOVERY_MS);
  assert.equal(lab.containers().get('recursor')!.RestartCount, 1);
  await query('again.apps.shop.test');
  (await traceOf('again.apps.shop.test')).hop('recursor');
});

test('`docker compose down -v` leaves nothing', { skip, timeout: 120_000 }, () => {
  assert.equal(lab.leftovers().containers.length, 7);
  lab.compose(['down', '-v']);
  assert.deepEqual(lab.leftovers(), { containers: [], networks: [], volumes: [] });
});
