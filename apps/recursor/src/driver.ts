/** Runs resolutions: sends what they ask for, tells them what came, opens a span per attempt. */
import { type Question, Section, rcodeName, rtypeName } from '@span53/dns/wire';
import { type Span, SpanKind } from '@span53/tracing';
import { Budget } from './resolver/budget.ts';
import type { Context } from './resolver/context.ts';
import type { Arrival, Outcome, Send } from './resolver/events.ts';
import { Resolution } from './resolver/resolution.ts';
import { run } from './resolver/run.ts';
import type { Exchanged } from './upstream.ts';

/** Whoever sends queries. */
export interface Exchanger {
  exchange(send: Send, span: Span | undefined): Promise<Exchanged>;
}

/** A resolution that ended, with what it cost. */
export interface Resolved {
  readonly outcome: Outcome;
  readonly budget: Budget;
}

/** Drives one resolution after the other, and many at a time. */
export class Driver {
  readonly context: Context;
  readonly #upstream: Exchanger;

  constructor(context: Context, upstream: Exchanger) {
    this.context = context;
    this.#upstream = upstream;
  }

  /** The result at once when caches have it; otherwise a promise of it, which never rejects but for a bug. */
  resolve(question: Question, nowMs: number, span: Span | undefined): Resolved | Promise<Resolved> {
    const budget = new Budget(this.context.settings.budget, nowMs);
    const resolution = new Resolution(question, { budget, span });
    const coroutine = run(resolution, this.context, nowMs);
    const turn = coroutine.next();
    if (turn.done === true) return { outcome: turn.value, budget };
    return this.#drive(coroutine, turn.value, budget);
  }

  async #drive(coroutine: Generator<Send, Outcome, Arrival>, first: Send, budget: Budget): Promise<Resolved> {
    let send = first;
    for (;;) {
      const turn = coroutine.next(await this.#exchange(send));
      if (turn.done === true) return { outcome: turn.value, budget };
      send = turn.value;
    }
  }

  async #exchange(send: Send): Promise<Arrival> {
    const span = send.span?.span('dns.client.query', undefined, SpanKind.CLIENT);
    if (span === undefined) return (await this.#upstream.exchange(send, undefined)).arrival;
    describeQuery(span, send);
    const { arrival, joined, leader } = await this.#upstream.exchange(send, span);
    if (joined) span.set('dns.resolver.coalesced', true);
    if (leader !== undefined) span.link(leader.context());
    describeArrival(span, arrival);
    span.end();
    return arrival;
  }
}

function describeQuery(span: Span, send: Send): void {
  const { server, question, delegation, retry, transport } = send;
  const { address, port } = server.address;
  span.set('dns.question.name', question.name.toString());
  span.set('dns.question.type', rtypeName(question.type));
  span.set('server.address', address.toString());
  span.set('server.port', port);
  span.set('network.transport', transport);
  span.set('network.type', address.family === 4 ? 'ipv4' : 'ipv6');
  span.set('dns.resolver.zone', delegation.zone.toString());
  if (!server.ns.isRoot) span.set('dns.resolver.ns', server.ns.toString());
  if (send.minimised) span.set('dns.resolver.qmin', true);
  if (delegation.mode !== 'iterate') span.set('dns.resolver.forwarded', true);
  if (transport === 'tcp' && retry > 0) span.event('dns.tcp_fallback');
  else if (retry > 0) span.event('dns.retry');
  if (retry > 0) span.set('dns.retry.count', retry);
}

function describeArrival(span: Span, arrival: Arrival): void {
  switch (arrival.kind) {
    case 'timeout':
    case 'network':
      span.fail(arrival.kind);
      return;
    case 'closed':
      span.fail('network', 'the connection ended');
      return;
    case 'suspicious':
      span.fail('id_mismatch');
      return;
    case 'response': {
      const { response } = arrival;
      const rcode = rcodeName(response.rcode);
      span.set('dns.id', response.id);
      span.set('dns.response_code', rcode);
      span.set('dns.response.size', response.octets.length);
      span.set('dns.answer.count', response.count(Section.ANSWER));
      if (response.truncated) {
        span.set('dns.truncated', true);
        span.event('dns.truncated');
      }
      const error = FAILED[rcode];
      if (error !== undefined) span.fail(error);
    }
  }
}

/** RCODEs that make a client span an error, and its `error.type`. */
const FAILED: Readonly<Record<string, string>> = {
  SERVFAIL: 'servfail',
  REFUSED: 'refused_by_peer',
  FORMERR: '_OTHER',
  NOTIMP: '_OTHER',
  BADVERS: '_OTHER',
};
