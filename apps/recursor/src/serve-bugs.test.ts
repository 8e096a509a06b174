import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CacheKeyBuilder, PacketCache, SingleFlight } from '@span53/cache';
import { SocketAddress } from '@span53/dns/inet';
import { MessageView, RCode } from '@span53/dns/wire';
import { MetricsRegistry } from '@span53/metrics';
import { seededRandom } from '@span53/testkit';
import type { Inbound } from '@span53/transport';
import { Driver } from './driver.ts';
import { declareRecursorMetrics } from './metrics.ts';
import { createContext } from './resolver/create-context.ts';
import { octetsOf } from './rig.test.ts';
import { Serve } from './serve.ts';

/** Plays the driver: each resolution does what is next. */
class ScriptedDriver extends Driver {
  readonly script: (ReturnType<Driver['resolve']> | (() => never))[];

  constructor(script: ScriptedDriver['script']) {
    super(createContext({ random: seededRandom(1) }), { exchange: () => assert.fail('nothing is sent') });
    this.script = script;
  }

  override resolve(): ReturnType<Driver['resolve']> {
    const next = this.script.shift();
    assert.ok(next !== undefined);
    return typeof next === 'function' ? next() : next;
  }
}

function rig(script: ScriptedDriver['script']) {
  const registry = new MetricsRegistry();
  const metrics = declareRecursorMetrics(registry);
  const replies: (number | 'dropped')[] = [];
  const reported: unknown[] = [];
  const serve = new Serve({
    driver: new ScriptedDriver(script),
    cache: new PacketCache({ entriesMax: 0, octetsMax: 0 }),
    cacheKeys: new CacheKeyBuilder(1),
    flights: new SingleFlight({ flightsMax: 1, followersMax: 10 }),
    allowFrom: undefined,
    admit: { allowNoRd: false, anyToTcp: true, chaos: new Map() },
    udpSize: 1232,
    extendedErrors: true,
    servfailTtl: 60,
    trace: undefined,
    protobuf: undefined,
    row: new Float64Array(registry.size),
    metrics,
    now: () => 1,
    report: (_where, error) => reported.push(error),
  });
  const peer = SocketAddress.parse('192.0.2.1:4000')!;
  const ask = (text: string): void => {
    const inbound: Inbound = {
      message: octetsOf(text),
      peer,
      local: peer,
      protocol: 'udp',
      nowMs: 0,
      limit: 65_507,
      reply: (octets) => void replies.push(MessageView.open(octets)!.rcode),
      drop: () => void replies.push('dropped'),
      close: () => void replies.push('dropped'),
    };
    serve.handle(inbound);
  };
  return { ask, replies, reported };
}

const throwing = (): never => {
  throw new Error('a bug');
};

test('an exception at the start of a resolution is SERVFAIL, reported, and leaves nothing under way', () => {
  const { ask, replies, reported } = rig([throwing, throwing]);
  ask('www.shop.test. A');
  ask('www.shop.test. A');
  assert.deepEqual(replies, [RCode.SERVFAIL, RCode.SERVFAIL]);
  assert.equal(reported.length, 2);
});

test('an exception later is SERVFAIL for all who wait', async () => {
  const { ask, replies, reported } = rig([Promise.reject(new Error('a bug'))]);
  for (let n = 0; n < 3; n += 1) ask('www.shop.test. A');
  assert.deepEqual(replies, []);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(replies, [2, 2, 2]);
  assert.equal(reported.length, 3);
});

test('max_mthreads: what is over it is dropped', () => {
  const { ask, replies } = rig([new Promise(() => undefined)]);
  ask('a.shop.test. A');
  ask('b.shop.test. A');
  assert.deepEqual(replies, ['dropped']);
});
