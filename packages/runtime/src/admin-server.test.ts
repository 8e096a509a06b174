import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetmaskSet } from '@span53/dns/inet';
import { MetricsMemory, MetricsRegistry } from '@span53/metrics';
import { adminApp } from './admin-server.ts';

const errors: unknown[] = [];
const registry = new MetricsRegistry();
const app = adminApp({
  web: {
    listen: [],
    apiKey: 'secret',
    password: 'word',
    allowFrom: NetmaskSet.parse(['127.0.0.0/8']) as NetmaskSet,
    bodyOctetsMax: 1000,
    metricsNeedKey: true,
  },
  registry,
  memory: MetricsMemory.allocate(registry, 1),
  problems: () => [],
  onError: (error) => errors.push(error),
  routes: (router) => {
    router.post('/flush', (c) => c.json({ flushed: true }));
    router.get('/flush', (c) => c.json({ flushed: false }));
    router.get('/broken', () => {
      throw new Error('SELECT of /var/lib failed');
    });
  },
});
const basic = { authorization: `Basic ${Buffer.from('x:word').toString('base64')}` };
const key = { 'x-api-key': 'secret' };

const cases: { what: string; method?: string; path?: string; headers: Record<string, string>; status: number }[] = [
  { what: 'no key', headers: {}, status: 401 },
  { what: 'a wrong key', headers: { 'x-api-key': 'secre' }, status: 401 },
  { what: 'a wrong key beside a good password', headers: { ...basic, 'x-api-key': 'no' }, status: 401 },
  { what: 'the key', headers: key, status: 200 },
  { what: 'the password', headers: basic, status: 200 },
  { what: 'the key as password', headers: { authorization: 'Basic eDpzZWNyZXQ=' }, status: 200 },
  { what: 'metrics without key', method: 'GET', path: '/metrics', headers: {}, status: 401 },
  { what: 'health without key', method: 'GET', path: '/healthz', headers: {}, status: 200 },
  // A browser adds the password it has cached to what pages of others send.
  { what: 'the page of another', headers: { ...basic, origin: 'http://attacker.example' }, status: 403 },
  { what: 'a page without origin', headers: { ...basic, origin: 'null' }, status: 403 },
  { what: 'our own page', headers: { ...basic, origin: 'http://127.0.0.1:8083' }, status: 200 },
  { what: 'a key cannot be sent by others', headers: { ...key, origin: 'http://attacker.example' }, status: 200 },
  { what: 'reading', method: 'GET', headers: { ...basic, origin: 'http://attacker.example' }, status: 200 },
];
for (const { what, method = 'POST', path = '/flush', headers, status } of cases) {
  test(`admin: ${what}: ${status}`, async () => {
    const response = await app.request(path, { method, headers: { host: '127.0.0.1:8083', ...headers } });
    assert.equal(response.status, status);
  });
}

test('an exception in a route is reported, and its text stays here', async () => {
  const response = await app.request('/broken', { headers: key });
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: 'Internal Server Error' });
  assert.match(String(errors[0]), /SELECT of/);
});
