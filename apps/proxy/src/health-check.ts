/** Probes backends from the main thread and writes who is up where all workers read it. */
import type { SocketAddress } from '@span53/dns/inet';
import { MessageView } from '@span53/dns/wire';
import type { MetricsRow } from '@span53/metrics';
import {
  type ClientFailure,
  type ClientQuery,
  FreshPortSender,
  IDLE_QUERY,
  TcpClient,
  timeOut,
  TimerWheel,
} from '@span53/transport';

import { answersProbe, judgeProbe, type ProbeFailure, type ProbeQuestion, probeQuery } from './health/probe.ts';
import { afterProbe, type HealthLimits, type HealthState, UNPROBED } from './health/state.ts';
import type { ServerSlots } from './metrics.ts';
import type { HealthCells } from './pools/backend.ts';

/** One backend to probe. */
export interface ProbedBackend {
  /** Its place in the cells and metrics. */
  readonly index: number;
  readonly name: string;
  readonly address: SocketAddress;
  readonly question: ProbeQuestion;
  readonly limits: HealthLimits;
  readonly timeoutMs: number;
  readonly intervalMs: number;
  readonly overTcp: boolean;
}

/** What health checks are made of. */
export interface HealthCheckParts {
  readonly backends: readonly ProbedBackend[];
  readonly cells: HealthCells;
  readonly row: MetricsRow;
  readonly slots: readonly ServerSlots[];
  readonly nowMs: () => number;
  readonly randomId: () => number;
  /** A backend went up or down. */
  readonly changed: (backend: ProbedBackend, up: boolean) => void;
  /** A probe failed; called for each. */
  readonly failed: (backend: ProbedBackend, failure: ProbeFailure) => void;
}

/** Running health checks. */
export class HealthChecks implements Disposable {
  readonly #parts: HealthCheckParts;
  readonly #wheel: TimerWheel;
  readonly #udp: FreshPortSender;
  readonly #states = new Map<number, HealthState>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #tcp: TcpClient[] = [];

  private constructor(parts: HealthCheckParts) {
    this.#parts = parts;
    this.#wheel = new TimerWheel({ now: parts.nowMs });
    this.#udp = new FreshPortSender({ wheel: this.#wheel, randomId: parts.randomId, now: parts.nowMs });
  }

  /** Probes every backend once, which decides where it starts, and then at its interval. */
  static async open(parts: HealthCheckParts): Promise<HealthChecks> {
    const checks = new HealthChecks(parts);
    await Promise.all(parts.backends.map((backend) => checks.#probe(backend)));
    for (const backend of parts.backends) {
      let busy = false;
      const timer = setInterval(() => {
        if (busy) return; // an answer may take longer than the interval
        busy = true;
        void checks.#probe(backend).finally(() => (busy = false));
      }, backend.intervalMs);
      timer.unref();
      checks.#timers.push(timer);
    }
    return checks;
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#udp[Symbol.dispose]();
    for (const client of this.#tcp) client[Symbol.dispose]();
    this.#wheel[Symbol.dispose]();
  }

  async #probe(backend: ProbedBackend): Promise<void> {
    const { cells, row, slots, changed, failed } = this.#parts;
    const failure = await this.#ask(backend);
    const server = slots[backend.index]!;
    if (failure !== undefined) {
      row[server.healthcheckfailures]! += 1;
      row[server[`healthcheckfailures${failure}`]]! += 1;
      failed(backend, failure);
    }
    const before = this.#states.get(backend.index) ?? UNPROBED;
    const after = afterProbe(before, failure === undefined, backend.limits);
    this.#states.set(backend.index, after);
    Atomics.store(cells, backend.index, after.up ? 1 : 0);
    row[server.status] = after.up ? 1 : 0;
    if (before.first || before.up !== after.up) changed(backend, after.up);
  }

  /** Undefined for a good answer. */
  #ask(backend: ProbedBackend): Promise<ProbeFailure | undefined> {
    const { promise, resolve } = Promise.withResolvers<ProbeFailure | undefined>();
    const { question, address, timeoutMs } = backend;
    let mismatched = false;
    const query: ClientQuery = {
      ...IDLE_QUERY,
      accepts: (message) => {
        const view = MessageView.open(message);
        const good = view !== undefined && answersProbe(view, question);
        mismatched ||= !good;
        return good;
      },
      onResponse: (message) => resolve(judgeProbe(MessageView.open(message)!, question)),
      onFailure: (failure) => resolve(failureOf(failure, mismatched)),
      onDeadline(nowMs) {
        timeOut(this, nowMs);
      },
    };
    const deadlineMs = this.#parts.nowMs() + timeoutMs;
    const message = probeQuery(question);
    const sent = backend.overTcp
      ? this.#tcpTo(backend).send(query, message, deadlineMs)
      : this.#udp.send(query, address, message, deadlineMs);
    if (!sent) resolve('network');
    return promise;
  }

  /** A client of its own for each probe over TCP: a new connection is part of what is probed. */
  #tcpTo({ address, timeoutMs }: ProbedBackend): TcpClient {
    const client = new TcpClient({
      server: address,
      wheel: this.#wheel,
      randomId: this.#parts.randomId,
      connectTimeoutMs: timeoutMs,
      idleMs: timeoutMs,
      connectionsMax: 1,
      now: this.#parts.nowMs,
    });
    const old = this.#tcp.filter(({ inFlight }) => inFlight === 0);
    for (const idle of old) {
      idle[Symbol.dispose]();
      this.#tcp.splice(this.#tcp.indexOf(idle), 1);
    }
    this.#tcp.push(client);
    return client;
  }
}

function failureOf(failure: ClientFailure, mismatched: boolean): ProbeFailure {
  if (failure !== 'timeout') return 'network';
  return mismatched ? 'mismatch' : 'timeout';
}
