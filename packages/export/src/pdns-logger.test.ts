import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { exporterContext, PdnsSink } from '@span53/testkit';
import { PdnsLogger, type PdnsStrategy } from './pdns-logger.ts';
import { encodePdnsMessage } from './pdns-message.ts';

const options = {
  prefix: 2,
  queueBytesMax: 100_000,
  connectTimeoutMs: 500,
  reconnectWaitMs: 50,
  stalledWriteMs: 5000,
  connectionCount: 1,
} as const;

async function sinks(count: number): Promise<PdnsSink[]> {
  return Promise.all(Array.from({ length: count }, () => PdnsSink.open()));
}

function logger(to: readonly PdnsSink[], strategy: PdnsStrategy, connectionCount = 1): PdnsLogger {
  const servers = to.map(({ address }) => SocketAddress.parse(address)!);
  return new PdnsLogger({ ...options, servers, strategy, connectionCount }, exporterContext());
}

/** A query for `name` from 192.0.2.`host`. */
const query = (name: string, host = 1) =>
  encodePdnsMessage({
    type: 'query',
    from: SocketAddress.parse(`192.0.2.${host}:53`)!,
    question: { name, type: 1, class: 1 },
  });

const names = ({ messages }: PdnsSink) => messages.map(({ question }) => question!.qName);

/** Sends six queries for three names and gives the names each of two servers got. */
async function spread(strategy: PdnsStrategy): Promise<(string | null | undefined)[][]> {
  await using scope = new AsyncDisposableStack();
  const two = await sinks(2);
  for (const sink of two) scope.use(sink);
  const out = scope.use(logger(two, strategy));
  await Promise.all(two.map((sink) => sink.until(({ connections }) => connections === 1)));
  for (const name of ['a.test.', 'b.test.', 'c.test.', 'A.test.', 'B.test.', 'C.test.']) out.offer(query(name));
  const expected = strategy === 'All' ? 12 : 6;
  const received = () => two.reduce((sum, sink) => sum + sink.messages.length, 0);
  await two[0]!.until(() => received() > 0);
  await out.flush(1000);
  await two[1]!.until(() => received() === expected, 2000).catch(() => two[0]!.until(() => received() === expected));
  return two.map(names);
}

test('All: every server gets everything', async () => {
  const [one, two] = await spread('All');
  assert.equal(one!.length, 6);
  assert.deepEqual(one, two);
});

test('RoundRobin: in turn', async () => {
  assert.deepEqual(await spread('RoundRobin'), [
    ['a.test.', 'c.test.', 'B.test.'],
    ['b.test.', 'A.test.', 'C.test.'],
  ]);
});

test('Hashed: the same name and requester, whatever the case, goes to the same server', async () => {
  const [one, two] = (await spread('Hashed')).map((list) => new Set(list.map((name) => name!.toLowerCase())));
  assert.equal(one!.size + two!.size, 3);
  assert.ok(one!.isDisjointFrom(two!));
});

test('FirstAvailable: the next one while the first is away', async () => {
  await using scope = new AsyncDisposableStack();
  const [gone, there] = await sinks(2);
  scope.use(there!);
  await gone![Symbol.asyncDispose]();
  const first = await PdnsSink.open();
  const address = SocketAddress.parse(first.address)!;
  await first[Symbol.asyncDispose]();
  const servers = [address, SocketAddress.parse(there!.address)!];
  const out = scope.use(new PdnsLogger({ ...options, servers, strategy: 'FirstAvailable' }, exporterContext()));
  // The server sees the connection a little before the client knows of it.
  const knocking = setInterval(() => out.offer(query('a.test.')), 20);
  await there!.until(({ messages }) => messages.length > 0).finally(() => clearInterval(knocking));
  assert.equal(names(there!)[0], 'a.test.');
});

test('several connections to one server share the load', async () => {
  await using scope = new AsyncDisposableStack();
  const [sink] = await sinks(1);
  scope.use(sink!);
  const out = scope.use(logger([sink!], 'All', 3));
  await sink!.until(({ connections }) => connections === 3);
  for (let i = 0; i < 9; i++) out.offer(query('a.test.', i));
  await sink!.until(({ messages }) => messages.length === 9);
  assert.equal(sink!.connections, 3);
});
