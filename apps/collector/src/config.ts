import { SocketAddress } from '@span53/dns/inet';
import type { StoreOptions } from './store/trace-store.ts';
import type { TailOptions } from './tail.ts';

/** The collector's configuration as the program uses it. */
export interface CollectorConfig {
  readonly otlp: { readonly listen: readonly SocketAddress[]; readonly bodyMax: number };
  readonly pdnsProtobuf: {
    readonly listen: readonly SocketAddress[];
    readonly frame: 2 | 4;
    readonly frameMax: number;
    readonly connectionsMax: number;
  };
  readonly store: StoreOptions;
  readonly tail: TailOptions;
  readonly web: { readonly listen: readonly SocketAddress[]; readonly hosts: readonly string[] };
}

/** What a collector does that is told nothing. */
export function defaultConfig(): CollectorConfig {
  return {
    otlp: { listen: [loopback(4318)], bodyMax: 64 * 1024 * 1024 },
    pdnsProtobuf: { listen: [loopback(5301)], frame: 2, frameMax: 4 * 1024 * 1024, connectionsMax: 256 },
    store: { path: 'span53-traces.db', sizeMax: 1024 ** 3, ageMaxMs: 7 * 86_400_000, spansPerTraceMax: 10_000 },
    tail: { clientsMax: 32, bufferMax: 256, heartbeatMs: 15_000 },
    web: { listen: [loopback(5380)], hosts: [] },
  };
}

function loopback(port: number): SocketAddress {
  return SocketAddress.parse(`127.0.0.1:${port}`)!;
}
