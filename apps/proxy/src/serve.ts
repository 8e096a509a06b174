/** The edge of a worker: packets in, answers out. Everything a query can come to passes `settle` once. */
import { RCode, RCODE_MASK } from '@span53/dns/wire';
import { Histogram } from '@span53/metrics';
import type { Inbound, TimerWheel, WheelEntry } from '@span53/transport';

import { Exchange, type ExchangeParts } from './exchange.ts';
import { inspect } from './inspect.ts';
import { plan, type Step } from './plan.ts';
import type { Plane } from './plane.ts';
import { ProxyQuery } from './query.ts';
import { withProbeAnswer } from './rewrite.ts';
import { endTrace } from './trace-end.ts';
import { openTrace } from './trace-start.ts';

/** Octets of the longest query over UDP: what dnsdist has room for. */
const DATAGRAM_MAX = 1500;

/** What a server is made of. */
export interface ServerParts {
  readonly plane: Plane;
  readonly clients: ExchangeParts['clients'];
  readonly wheel: TimerWheel;
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly report: ExchangeParts['report'];
}

/** One worker's server, without sockets of its own. */
export class ProxyServer {
  readonly #plane: Plane;
  readonly #exchange: Exchange;
  readonly #wheel: TimerWheel;
  readonly #nowMs: () => number;
  readonly #latency: Histogram;
  /** Queries that a backend works on, or whose answer is held. */
  open = 0;

  constructor({ plane, clients, wheel, nowMs, report }: ServerParts) {
    this.#plane = plane;
    this.#wheel = wheel;
    this.#nowMs = nowMs;
    this.#latency = new Histogram(plane.row, plane.slots.latency);
    const settle: ExchangeParts['settle'] = (query, step, atMs) => {
      this.open -= 1;
      this.#settle(query, step, atMs);
    };
    this.#exchange = new Exchange({ plane, clients, report, settle });
  }

  /** Takes one packet. Throws only for bugs of ours. */
  handle(inbound: Inbound): void {
    const plane = this.#plane;
    const { row, slots, settings, answers } = plane;
    if (inbound.message.length > DATAGRAM_MAX && inbound.protocol === 'udp') {
      row[slots.noncompliantQueries]! += 1;
      inbound.drop();
      return;
    }
    if (!plane.acl.matches(inbound.peer.address)) {
      row[slots.aclDrops]! += 1;
      inbound.close();
      return;
    }
    const seen = inspect(inbound.message);
    switch (seen.kind) {
      case 'drop':
        row[slots.noncompliantQueries]! += 1;
        inbound.drop();
        return;
      case 'empty':
        row[slots.emptyQueries]! += 1;
        if (settings.dropEmptyQueries) inbound.drop();
        else inbound.reply(answers.rcode(seen.view, RCode.NOTIMP));
        return;
      case 'answer':
        row[slots.noncompliantQueries]! += 1;
        inbound.reply(answers.rcode(seen.view, seen.rcode));
        return;
      case 'query':
        this.#serve(inbound, seen.view, seen.trailing);
    }
  }

  #serve(inbound: Inbound, view: ProxyQuery['received'], trailing: boolean): void {
    const plane = this.#plane;
    const { row, slots } = plane;
    row[slots.queries]! += 1;
    if (view.recursionDesired) row[slots.rdQueries]! += 1;
    const query = new ProxyQuery({ client: inbound, nowMs: inbound.nowMs, view, trailing, pool: plane.defaultPool });
    openTrace(query, plane.tracing, plane.optionCode);
    const step = plan(query, plane);
    if (step === 'forward') {
      this.open += 1;
      this.#exchange.start(query, inbound.nowMs);
    } else this.#settle(query, step, inbound.nowMs);
  }

  #settle(query: ProxyQuery, step: Exclude<Step, 'forward'>, nowMs: number): void {
    if (step === 'drop') {
      query.client.close();
      endTrace(query, undefined);
    } else if (query.delayMs > 0) {
      this.open += 1;
      this.#wheel.add(new HeldAnswer(query, this.#release), this.#nowMs() + query.delayMs);
    } else this.#reply(query, nowMs);
  }

  readonly #release = (query: ProxyQuery, nowMs: number): void => {
    this.open -= 1;
    this.#reply(query, nowMs);
  };

  #reply(query: ProxyQuery, nowMs: number): void {
    const plane = this.#plane;
    let octets = query.answer!;
    if (query.probe) octets = withProbeAnswer(query, octets, plane.optionCode);
    query.client.reply(octets);
    this.#count(query, octets, nowMs);
    endTrace(query, octets);
  }

  #count(query: ProxyQuery, octets: Uint8Array, nowMs: number): void {
    const { row, slots } = this.#plane;
    const rcode = octets[3]! & RCODE_MASK;
    if (!query.selfAnswered) row[slots.responses]! += 1;
    if (rcode === RCode.NOERROR) row[slots.frontendNoerror]! += 1;
    else if (rcode === RCode.NXDOMAIN) row[slots.frontendNxdomain]! += 1;
    else if (rcode === RCode.SERVFAIL) row[slots.frontendServfail]! += 1;
    const tookMs = nowMs - query.nowMs;
    if (tookMs < 1) row[slots.latency0To1]! += 1;
    else if (tookMs < 10) row[slots.latency1To10]! += 1;
    else if (tookMs < 50) row[slots.latency10To50]! += 1;
    else if (tookMs < 100) row[slots.latency50To100]! += 1;
    else if (tookMs < 1000) row[slots.latency100To1000]! += 1;
    else row[slots.latencySlow]! += 1;
    this.#latency.observe(tookMs, query.recording?.sampled === true ? query.trace : undefined);
  }
}

/** An answer that a Delay action holds. */
class HeldAnswer implements WheelEntry {
  deadlineMs = 0;
  wheelSlot = 0;
  wheelIndex = -1;
  readonly #query: ProxyQuery;
  readonly #release: (query: ProxyQuery, nowMs: number) => void;

  constructor(query: ProxyQuery, release: (query: ProxyQuery, nowMs: number) => void) {
    this.#query = query;
    this.#release = release;
  }

  onDeadline(nowMs: number): void {
    this.#release(this.#query, nowMs);
  }
}
