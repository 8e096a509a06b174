/** A downstream server: its settings, whether it is up, and what is under way to it. */
import type { SocketAddress } from '@span53/dns/inet';
import type { Attributes } from '@span53/tracing';

import { TokenBucket } from '../rate-limit.ts';
import { averageLatency } from './latency.ts';

/** `up` and `down` are fixed by the configuration; `auto` is found out. */
export type HealthMode = 'auto' | 'up' | 'down';

/** What a backend is made of. */
export interface BackendSettings {
  readonly id: string;
  /** Shown in logs and metrics; the address when none is configured. */
  readonly name: string;
  readonly address: SocketAddress;
  readonly order: number;
  readonly weight: number;
  /** Queries per second that `firstAvailable` and `PoolAvailable` grant; 0: no limit. */
  readonly queriesPerSecond: number;
  /** At so many open queries policies pass it over; 0: no limit. */
  readonly outstandingMax: number;
  readonly tcpOnly: boolean;
  /** Milliseconds until a UDP query is given up. */
  readonly timeoutMs: number;
  /** Milliseconds to wait for an answer over TCP. */
  readonly tcpTimeoutMs: number;
  /** New connections for one query when the old one breaks. */
  readonly tcpRetries: number;
  readonly mode: HealthMode;
  /** Whether TRACEPARENT goes to it; `auto`: when a SetTrace rule or `tracing.downstream` says so. */
  readonly traceparent: 'on' | 'off' | 'auto';
  readonly pools: readonly string[];
}

/** Where the states of all backends stand: one cell each, 1 up and 0 down. Shared by all threads. */
export type HealthCells = Int32Array;

/** One backend as one worker sees it. */
export class Backend {
  readonly settings: BackendSettings;
  /** Its place in the configuration, in `HealthCells` and in the metrics. */
  readonly index: number;
  readonly limit: TokenBucket;
  /** For spans; built once. */
  readonly attributes: Attributes;
  /** Queries sent and not yet answered or given up. */
  outstanding = 0;
  /** Average answer time over UDP. */
  latencyMs = 0;
  readonly #health: HealthCells;

  constructor(settings: BackendSettings, index: number, health: HealthCells) {
    this.settings = settings;
    this.index = index;
    this.#health = health;
    this.limit = new TokenBucket(settings.queriesPerSecond);
    this.attributes = {
      'server.address': settings.address.address.toString(),
      'server.port': settings.address.port,
      'dns.proxy.backend.name': settings.name,
      'dns.proxy.backend.id': settings.id,
    };
  }

  get name(): string {
    return this.settings.name;
  }

  get up(): boolean {
    const { mode } = this.settings;
    if (mode === 'up' || mode === 'down') return mode === 'up';
    return this.#health[this.index] === 1;
  }

  /** Up, and with room for one more query. */
  get eligible(): boolean {
    const { outstandingMax } = this.settings;
    return this.up && (outstandingMax === 0 || this.outstanding < outstandingMax);
  }

  /** As the API shows it: upper case means fixed by the configuration. */
  get state(): string {
    const word = this.up ? 'up' : 'down';
    return this.settings.mode === 'auto' ? word : word.toUpperCase();
  }

  /** Notes how long an answer took. */
  answered(tookMs: number): void {
    this.latencyMs = averageLatency(this.latencyMs, tookMs);
  }
}
