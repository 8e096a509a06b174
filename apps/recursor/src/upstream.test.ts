/** What attempts tell the resolver about servers: only what was seen, and once. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { NetmaskSet, SocketAddress } from '@span53/dns/inet';
import { DNSName, NameTree } from '@span53/dns/wire';
import { MetricsMemory, MetricsRegistry } from '@span53/metrics';
import { nowMs } from '@span53/runtime';
import { question, seededRandom } from '@span53/testkit';
import { ServerStats } from './cache/server-stats.ts';
import { declareRecursorMetrics } from './metrics.ts';
import { defaultCaches } from './resolver/create-context.ts';
import type { Send } from './resolver/events.ts';
import { Upstream } from './upstream.ts';

function upstream(inFlightMax: number): Upstream {
  const registry = new MetricsRegistry();
  const metrics = declareRecursorMetrics(registry);
  const random = seededRandom(7);
  return new Upstream({
    udpSize: 1232,
    dnssecOk: false,
    mixCase: false,
    anyOverTcp: false,
    chainMax: 0,
    inFlightMax,
    source4: undefined,
    source6: undefined,
    sourcePort: undefined,
    tcpIdleMs: 1000,
    tcpConnectionsMax: 1,
    traceTargets: { servers: NetmaskSet.parse([]) as NetmaskSet, zones: new NameTree(), optionCode: 65_500 },
    stats: new ServerStats(defaultCaches.servers),
    randomId: () => Math.floor(random() * 65_536),
    random,
    now: nowMs,
    row: MetricsMemory.allocate(registry, 1).row(0),
    metrics,
  });
}

function send(port: number, transport: Send['transport'] = 'udp'): Send {
  const address = SocketAddress.parse(`127.0.0.1:${port}`)!;
  return {
    kind: 'send',
    server: { address, ns: DNSName.root },
    delegation: { zone: DNSName.root, servers: [], mode: 'iterate' },
    question: question('www.example. A'),
    transport,
    edns: true,
    recursionDesired: false,
    minimised: false,
    retry: 0,
    timeoutMs: transport === 'udp' ? 30 : 2000,
    span: undefined,
  };
}

test('a timeout counts once, however many wait for the same answer', async () => {
  await using scope = new AsyncDisposableStack();
  const silent = createSocket('udp4').bind(0, '127.0.0.1');
  await once(silent, 'listening');
  scope.defer(() => void silent.close());
  const sender = scope.use(upstream(10));
  const { port } = silent.address();
  const ended = await Promise.all([1, 2, 3].map(() => sender.exchange(send(port), undefined)));
  assert.deepEqual(
    ended.map(({ arrival }) => [arrival.kind, arrival.unmeasured ?? false]),
    [
      ['timeout', false],
      ['timeout', true],
      ['timeout', true],
    ],
  );
});

test('a query that could not leave says nothing about its server', async () => {
  using sender = upstream(0);
  const { arrival } = await sender.exchange(send(9), undefined);
  assert.equal(arrival.kind, 'network');
  assert.equal(arrival.unmeasured, true);
});

test('RFC 7766 §6.2.4: a stream that ends before the answer is told from a server that refuses it', async () => {
  await using scope = new AsyncDisposableStack();
  const server = createServer((socket) => socket.once('data', () => socket.end()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sender = scope.use(upstream(10));
  const { port } = server.address() as { port: number };
  const ended = await sender.exchange(send(port, 'tcp'), undefined);
  server.close();
  await once(server, 'close');
  const refused = await sender.exchange(send(port, 'tcp'), undefined);
  assert.deepEqual([ended.arrival.kind, refused.arrival.kind], ['closed', 'network']);
});
