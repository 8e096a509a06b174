/** One query on its way through the proxy: what is known about it and what rules decided so far. */
import type { CacheKey } from '@span53/cache';
import type { IPAddress, SocketAddress } from '@span53/dns/inet';
import type { DNSName, MessageView } from '@span53/dns/wire';
import type { Span, Trace, TraceContext } from '@span53/tracing';
import { type ClientFailure, type ClientQuery, type QueryOwner, timeOut } from '@span53/transport';

import type { Backend } from './pools/backend.ts';
import type { Pool } from './pools/pool.ts';
import type { RemoteLogger } from './remote-logger.ts';

/** Most octets in a datagram over IPv4 (RFC 768): the system sends none that is longer. */
const UDP_PAYLOAD_MAX = 65_507;

/** Who asks, over what, and how to answer. Everything but UDP is a stream. Transport's `Inbound` is one. */
export interface Client {
  readonly peer: SocketAddress;
  readonly local: SocketAddress;
  readonly protocol: 'udp' | 'tcp' | 'dot' | 'doh';
  reply(octets: Uint8Array): void;
  /** No answer, and the end of a stream. */
  close(): void;
}

/** Who is told what became of an attempt: one object for all queries of a worker. */
export interface AttemptHandler {
  accepts(query: ProxyQuery, message: Buffer): boolean;
  onResponse(query: ProxyQuery, nowMs: number): void;
  onFailure(query: ProxyQuery, failure: ClientFailure, nowMs: number): void;
}

/** What a SetTrace rule asked for. */
export interface TraceChoice {
  /** Get the trace when the query has ended, whatever became of it. */
  readonly loggers: readonly RemoteLogger[];
  readonly useIncoming: boolean;
  readonly optionCode: number;
  readonly strip: boolean;
  readonly sendDownstream: boolean;
}

/** Extended DNS Error that a rule wants on the answer. */
export interface WantedError {
  readonly code: number;
  readonly text: string;
}

/** A RemoteLog message that waits for the end of the trace. */
export interface DelayedLog {
  readonly logger: RemoteLogger;
  readonly octets: Uint8Array;
}

/**
 * The state of one query. It lives in the pending table while a backend works on it, so an attempt costs no closure and
 * no promise. Fields that most queries never use start undefined: a plain query costs one object.
 */
export class ProxyQuery implements ClientQuery {
  readonly client: Client;
  /** When the packet arrived: milliseconds of the thread's monotonic clock. */
  readonly nowMs: number;
  /** The query as received, without octets behind its last record. */
  readonly received: MessageView;
  /** The query as we treat it: `received` without TRACEPARENT. The cache key comes from here. */
  view: MessageView;
  /** What selectors look at: the query, later the response. */
  packet: MessageView;
  /** True when octets stood behind the last record. */
  readonly trailing: boolean;
  pool: Pool;
  /** The finished response of a chain that answered by itself; also the response that response rules may change. */
  answer: Uint8Array | undefined;

  /** Why there is no good answer, as `error.type`; undefined: there is one, or a rule wanted none. */
  failure: 'no_backend' | 'timeout' | 'network' | undefined;
  /** The answer is the proxy's own: neither a backend's nor from a cache. */
  selfAnswered = false;

  /** Flag bits set and cleared on the way to the backend; the client sees its own again. */
  flagsSet = 0;
  flagsCleared = 0;
  /** Milliseconds to hold the answer. */
  delayMs = 0;
  skipCache = false;
  /** Lifetime of SERVFAIL and REFUSED in the cache, seconds; -1: as the cache is configured. */
  temporaryFailureTtl = -1;
  /** Most seconds that the client may see as a TTL. */
  returnedTtlMax = 0xffff_ffff;
  wantedError: WantedError | undefined;
  tags: Map<string, string> | undefined;

  /** Key in the packet cache, when the cache was asked and had nothing. */
  cacheKey: CacheKey | undefined;
  backend: Backend | undefined;
  /** Backends that failed this query. */
  tried: Backend[] | undefined;
  /** Attempts so far, of every kind. */
  attempts = 0;
  /** Other backends asked after a failure. */
  retries = 0;
  /** Attempts that only took a new connection to the same backend. */
  reconnects = 0;
  /** The OPT record towards the backend is ours: the client sent none. */
  addedOpt = false;

  /** The root span, undefined when nothing records. */
  trace: Span | undefined;
  /** The trace that `trace` belongs to. */
  recording: Trace | undefined;
  /** The client's address as spans may tell it; set with `recording`. */
  maskedClient: ((address: IPAddress) => string) | undefined;
  /** The open span of the attempt under way. */
  attempt: Span | undefined;
  /** A context to pass on although nothing is recorded here: the sender said not to. */
  passedContext: TraceContext | undefined;
  /** The client asked for the trace ID: the response tells it. */
  probe = false;
  /** What a SetTrace rule chose; undefined as long as none matched. */
  tracing: TraceChoice | undefined;
  delayedLogs: DelayedLog[] | undefined;
  /** 16 octets shared by the remote log messages of this query. */
  messageId: Uint8Array | undefined;

  /** Set by whoever sends the query on. */
  handler: AttemptHandler | undefined;
  /** The response that `handler.accepts` found good. */
  response: MessageView | undefined;
  /** When the attempt under way was sent. */
  sentMs = 0;
  /** The attempt goes over TCP. */
  overTcp = false;

  // The pending table's and the timer wheel's own fields.
  deadlineMs = 0;
  wheelSlot = 0;
  wheelIndex = -1;
  wireId = 0;
  owner: QueryOwner | undefined;

  constructor(start: QueryStart) {
    this.client = start.client;
    this.nowMs = start.nowMs;
    this.received = start.view;
    this.view = start.view;
    this.packet = start.view;
    this.trailing = start.trailing;
    this.pool = start.pool;
  }

  get qname(): DNSName {
    return this.received.qname;
  }

  /** True over every stream transport. */
  get overStream(): boolean {
    return this.client.protocol !== 'udp';
  }

  /** Most octets that the client takes: its UDP size, at least 512 (RFC 6891 §6.2.3), or a stream's 65,535. */
  get responseLimit(): number {
    return this.overStream ? 65_535 : Math.min(this.received.opt?.udpSize ?? 512, UDP_PAYLOAD_MAX);
  }

  accepts(message: Buffer): boolean {
    return this.handler!.accepts(this, message);
  }

  onResponse(_message: Buffer, nowMs: number): void {
    this.handler!.onResponse(this, nowMs);
  }

  onFailure(failure: ClientFailure, nowMs: number): void {
    this.handler!.onFailure(this, failure, nowMs);
  }

  onDeadline(nowMs: number): void {
    timeOut(this, nowMs);
  }

  setTag(tag: string, value: string): void {
    (this.tags ??= new Map()).set(tag, value);
  }
}

/** What a query begins with. */
export interface QueryStart {
  readonly client: Client;
  readonly nowMs: number;
  readonly view: MessageView;
  readonly trailing: boolean;
  /** The default pool. */
  readonly pool: Pool;
}
