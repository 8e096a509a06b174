/** Sends queries to backends and takes what comes back: one attempt at a time, each with its own span. */
import { type MessageView, RCode, rcodeName } from '@span53/dns/wire';
import { type Span, SpanKind } from '@span53/tracing';
import type { ClientFailure, TcpClient, UdpClient } from '@span53/transport';

import { finish, matching } from './finish.ts';
import { choose, type Step, withoutBackend } from './plan.ts';
import type { Plane } from './plane.ts';
import type { Backend } from './pools/backend.ts';
import type { AttemptHandler, ProxyQuery } from './query.ts';
import { outgoing } from './rewrite.ts';

/** The ways to one backend. */
export interface BackendClients {
  readonly udp: UdpClient;
  readonly tcp: TcpClient;
}

/** What an exchange is made of. */
export interface ExchangeParts {
  readonly plane: Plane;
  /** In the order of the backends. */
  readonly clients: readonly BackendClients[];
  /** Reports an exception: a bug. */
  readonly report: (where: string, error: unknown) => void;
  /** The query has come to its end: send `query.answer`, or nothing. */
  readonly settle: (query: ProxyQuery, step: Exclude<Step, 'forward'>, nowMs: number) => void;
}

/** All attempts of one worker. */
export class Exchange implements AttemptHandler {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /** Sends a query to `query.backend`. It is settled sooner or later, at once if nothing can be sent. */
  start(query: ProxyQuery, nowMs: number): void {
    query.handler = this;
    const backend = query.backend!;
    query.overTcp = query.overStream || backend.settings.tcpOnly;
    this.#send(query, backend, nowMs);
  }

  /** Is this the response to the attempt under way? Anything else is counted, and the attempt waits on. */
  accepts(query: ProxyQuery, message: Buffer): boolean {
    const view = matching(query, message);
    if (view === undefined) {
      const { row, slots } = this.#parts.plane;
      row[slots.noncompliantResponses]! += 1;
      row[slots.servers[query.backend!.index]!.noncompliantresponses]! += 1;
      return false;
    }
    query.response = view;
    return true;
  }

  onResponse(query: ProxyQuery, nowMs: number): void {
    try {
      this.#take(query, nowMs);
    } catch (error) {
      this.#bug(query, error, nowMs);
    }
  }

  onFailure(query: ProxyQuery, failure: ClientFailure, nowMs: number): void {
    try {
      this.#fail(query, failure, nowMs);
    } catch (error) {
      this.#bug(query, error, nowMs);
    }
  }

  #take(query: ProxyQuery, nowMs: number): void {
    const { plane, settle } = this.#parts;
    const backend = query.backend!;
    const response = query.response!;
    query.response = undefined;
    backend.outstanding -= 1;
    backend.answered(nowMs - query.sentMs);
    this.#measure(backend);
    plane.row[plane.slots.servers[backend.index]!.responses]! += 1;
    const { attempt } = query;
    if (attempt !== undefined) describeResponse(attempt, response);
    if (response.truncated && !query.overTcp && plane.settings.tcpOnTruncation) {
      attempt?.set('dns.truncated', true);
      attempt?.end(nowMs);
      query.trace?.event('dns.tcp_fallback');
      query.overTcp = true;
      this.#send(query, backend, nowMs);
      return;
    }
    attempt?.end(nowMs);
    query.attempt = undefined;
    const step = finish(query, response, plane, nowMs);
    settle(query, step === 'reply' ? 'reply' : 'drop', nowMs);
  }

  #fail(query: ProxyQuery, failure: ClientFailure, nowMs: number): void {
    const { plane } = this.#parts;
    const { row, slots } = plane;
    const backend = query.backend!;
    const server = slots.servers[backend.index]!;
    backend.outstanding -= 1;
    this.#measure(backend);
    if (failure === 'timeout') {
      row[slots.downstreamTimeouts]! += 1;
      row[server.drops]! += 1;
      if (query.overTcp) row[server.tcpgaveup]! += 1;
    } else {
      row[slots.downstreamSendErrors]! += 1;
      row[server.senderrors]! += 1;
    }
    query.failure = failure === 'timeout' ? 'timeout' : 'network';
    query.attempt?.fail(query.failure);
    query.attempt?.end(nowMs);
    query.attempt = undefined;
    if (failure === 'network' && query.overTcp && query.reconnects < backend.settings.tcpRetries) {
      // The backend closed a connection that was kept open: that says nothing about the backend.
      query.reconnects += 1;
      query.failure = undefined;
      this.#send(query, backend, nowMs);
      return;
    }
    (query.tried ??= []).push(backend);
    this.#next(query, nowMs);
  }

  /** Another backend, if there is one and the configuration allows; else the end. */
  #next(query: ProxyQuery, nowMs: number): void {
    const { plane, settle } = this.#parts;
    if (query.retries < plane.settings.retries && choose(query)) {
      query.retries += 1;
      query.failure = undefined;
      plane.row[plane.slots.retries]! += 1;
      query.trace?.event('dns.retry');
      query.overTcp = query.overStream || query.backend!.settings.tcpOnly;
      this.#send(query, query.backend!, nowMs);
      return;
    }
    const step = withoutBackend(query, plane);
    settle(query, step === 'reply' ? 'reply' : 'drop', nowMs);
  }

  #send(query: ProxyQuery, backend: Backend, nowMs: number): void {
    const { plane, clients } = this.#parts;
    const { row, slots } = plane;
    if (query.trace !== undefined) openAttempt(query, backend);
    query.attempts += 1;
    query.addedOpt = query.view.opt !== undefined && query.received.opt === undefined;
    const message = outgoing(query, backend, plane);
    query.sentMs = nowMs;
    backend.outstanding += 1;
    row[slots.servers[backend.index]!.queries]! += 1;
    this.#measure(backend);
    const { udp, tcp } = clients[backend.index]!;
    const sent = query.overTcp
      ? tcp.send(query, message, nowMs + backend.settings.tcpTimeoutMs)
      : udp.send(query, message, nowMs + this.#udpTimeout(query, backend));
    if (!sent) this.#fail(query, 'busy', nowMs);
  }

  #udpTimeout(query: ProxyQuery, backend: Backend): number {
    const { retries, retryTimeoutMs } = this.#parts.plane.settings;
    const more = query.retries < retries;
    return more && retryTimeoutMs > 0
      ? Math.min(retryTimeoutMs, backend.settings.timeoutMs)
      : backend.settings.timeoutMs;
  }

  /** What a peer sent met a bug of ours: SERVFAIL for this client, and the others go on. */
  #bug(query: ProxyQuery, error: unknown, nowMs: number): void {
    const { plane, report, settle } = this.#parts;
    report('response', error);
    query.answer = plane.answers.rcode(query.received, RCode.SERVFAIL);
    settle(query, 'reply', nowMs);
  }

  #measure(backend: Backend): void {
    const { row, slots } = this.#parts.plane;
    const server = slots.servers[backend.index]!;
    row[server.outstanding] = backend.outstanding;
    row[server.latency] = backend.latencyMs;
  }
}

/** What the CLIENT span tells of the response; RCODEs that mean "not me" are failures of the attempt. */
function describeResponse(attempt: Span, response: MessageView): void {
  const { rcode } = response;
  attempt.set('dns.response_code', rcodeName(rcode));
  attempt.set('dns.response.size', response.octets.length);
  const failure = FAILURES.get(rcode);
  if (failure !== undefined) attempt.fail(failure);
}

const FAILURES: ReadonlyMap<number, string> = new Map([
  [RCode.SERVFAIL, 'servfail'],
  [RCode.REFUSED, 'refused_by_peer'],
  [RCode.FORMERR, '_OTHER'],
  [RCode.NOTIMP, '_OTHER'],
  [RCode.BADVERS, '_OTHER'],
]);

/** The CLIENT span of one attempt; its ID is what TRACEPARENT carries. */
function openAttempt(query: ProxyQuery, backend: Backend): void {
  const attempt = query.trace!.span('dns.client.query', backend.attributes, SpanKind.CLIENT);
  attempt.set('network.transport', query.overTcp ? 'tcp' : 'udp');
  attempt.set('dns.proxy.pool', query.pool.name);
  if (query.attempts > 0) attempt.set('dns.retry.count', query.attempts);
  query.attempt = attempt;
}
