/** What one worker needs to serve: built from the configuration, never changed by queries but for what it counts. */
import type { NetmaskSet, SocketAddress } from '@span53/dns/inet';
import type { MetricsRow } from '@span53/metrics';
import type { QueryTracing } from '@span53/runtime';

import type { Answers } from './answer.ts';
import type { ProxySlots } from './metrics.ts';
import type { Backend } from './pools/backend.ts';
import type { Pool } from './pools/pool.ts';
import type { Chain } from './rules/chain.ts';

/** The rule chains by what they are run on. */
export interface Chains {
  readonly query: Chain;
  readonly cacheMiss: Chain;
  readonly response: Chain;
  readonly cacheHit: Chain;
  readonly cacheInserted: Chain;
  readonly selfAnswered: Chain;
}

/** Tracing of one worker. */
export interface PlaneTracing extends QueryTracing {
  /** Record every query: a SetTrace rule may want it later. */
  readonly recordAll: boolean;
  /** A request to trace that came to nothing, for the log: `denied`, `limited`, `malformed`. */
  readonly refused: (verdict: string, client: SocketAddress) => void;
}

/** Switches of the configuration that the query path looks at. */
export interface PlaneSettings {
  readonly dropEmptyQueries: boolean;
  readonly servfailOnNoServer: boolean;
  readonly truncateTcAnswers: boolean;
  readonly fixupCase: boolean;
  /** Other backends asked after a failure. */
  readonly retries: number;
  /** Milliseconds until another backend is asked; 0: the backend's own timeout. */
  readonly retryTimeoutMs: number;
  readonly tcpOnTruncation: boolean;
}

export interface Plane {
  readonly settings: PlaneSettings;
  readonly acl: NetmaskSet;
  readonly chains: Chains;
  readonly pools: ReadonlyMap<string, Pool>;
  readonly defaultPool: Pool;
  readonly backends: readonly Backend[];
  readonly answers: Answers;
  readonly tracing: PlaneTracing | undefined;
  /** EDNS code of TRACEPARENT: taken out of queries and responses whether or not anything is traced. */
  readonly optionCode: number;
  /** This worker's counters, and where each is. */
  readonly row: MetricsRow;
  readonly slots: ProxySlots;
}
