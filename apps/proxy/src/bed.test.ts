/** What the proxy's tests share: a plane from YAML without sockets, and queries to put through it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConfigError, formatIssue, loadYaml } from '@span53/config';
import { SocketAddress } from '@span53/dns/inet';
import { DNSName, Flag, MessageBuilder, MessageView, parseRType, RClass } from '@span53/dns/wire';
import { MetricsMemory, MetricsRegistry } from '@span53/metrics';

import { buildPlane, type PlaneEnvironment } from './build-plane.ts';
import { metricsInput } from './check-plane.ts';
import { proxySchema } from './config/schema.ts';
import { declareProxyMetrics } from './metrics.ts';
import type { Plane } from './plane.ts';
import { type Client, ProxyQuery } from './query.ts';

/** A plane and what a test may want to see of it. */
export interface Bed {
  readonly plane: Plane;
  readonly health: Int32Array;
  readonly lines: string[];
}

const backend = 'backends: [{address: "127.0.0.1:9", protocol: Do53, name: one, health_checks: {mode: up}}]';

/** A plane from YAML; it has one backend that is up unless the YAML lists others. Throws a ConfigError. */
export function bed(yaml: string, more: Partial<PlaneEnvironment> = {}): Bed {
  const text = yaml.includes('backends:') ? yaml : `${yaml}\n${backend}`;
  const { value: config, issueAt } = loadYaml({ text, file: 'proxy.yml', schema: proxySchema });
  const registry = new MetricsRegistry();
  const telemetry = { tracing: undefined, destinations: [], inFlightBytesMax: 0, warnings: [] };
  const slots = declareProxyMetrics(registry, metricsInput({ yaml: config, telemetry }));
  const health = new Int32Array(config.backends.length).fill(1);
  const lines: string[] = [];
  const { plane, problems } = buildPlane(config, {
    health,
    row: MetricsMemory.allocate(registry, 1).row(0),
    slots,
    random: () => 0,
    hashSeed: 1,
    workers: 1,
    loggers: [],
    lines: (_file, verboseOnly) => (verboseOnly ? undefined : (line) => void lines.push(line)),
    unixNow: () => ({ seconds: 1_767_225_600, nanoseconds: 5 }),
    cacheSeed: 1,
    tracing: undefined,
    optionCode: 65_500,
    serverId: 'test',
    ...more,
  });
  if (problems.length > 0) throw new ConfigError(problems.map(({ path, message }) => issueAt(path, message)));
  return { plane, health, lines };
}

/** The problems of a configuration, as an operator reads them. */
export function problemsOf(yaml: string): string[] {
  try {
    bed(yaml);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(formatIssue);
    throw error;
  }
}

/** A client that keeps what it is sent. */
export class TestClient implements Client {
  readonly peer: SocketAddress;
  readonly local = SocketAddress.parse('127.0.0.1:5300')!;
  readonly protocol: Client['protocol'];
  readonly replies: Uint8Array[] = [];
  closed = 0;

  constructor(peer = '127.0.0.1:40000', protocol: Client['protocol'] = 'udp') {
    this.peer = SocketAddress.parse(peer)!;
    this.protocol = protocol;
  }

  reply(octets: Uint8Array): void {
    this.replies.push(octets);
  }

  close(): void {
    this.closed += 1;
  }
}

/** What a query may have beside its question. */
export interface QueryExtras {
  readonly id?: number;
  readonly flags?: number;
  /** UDP size in the OPT record; undefined: no OPT record. */
  readonly udpSize?: number;
  readonly dnssecOk?: boolean;
  readonly version?: number;
  readonly options?: Uint8Array;
  readonly class?: number;
}

/** The octets of a query written `www.example. A`. */
export function octetsOf(text: string, extras: QueryExtras = {}): Buffer {
  const [name = '', type = ''] = text.split(' ');
  const builder = new MessageBuilder().start({ id: extras.id ?? 4711, flags: extras.flags ?? Flag.RD, limit: 65_535 });
  builder.question(DNSName.of(name), parseRType(type)!, extras.class ?? RClass.IN);
  if (extras.udpSize !== undefined) {
    builder.opt({
      udpSize: extras.udpSize,
      dnssecOk: extras.dnssecOk ?? false,
      version: extras.version ?? 0,
      ...(extras.options === undefined ? {} : { options: extras.options }),
    });
  }
  return builder.finish();
}

/** A query as `serve` makes it. */
export function queryOf(plane: Plane, octets: Uint8Array, client: Client = new TestClient()): ProxyQuery {
  const view = MessageView.open(octets)!;
  return new ProxyQuery({ client, nowMs: 1000, view, trailing: false, pool: plane.defaultPool });
}

test('the bed has a default pool with the one backend', () => {
  assert.deepEqual(
    bed('').plane.defaultPool.backends.map(({ name }) => name),
    ['one'],
  );
});
