/** Starts the trace of a query, if it gets one. */
import { type Traceparent, decodeTraceparent } from '@span53/dns/edns';
import { rtypeName, RClass, rclassName } from '@span53/dns/wire';
import type { QueryTracing } from '@span53/runtime';
import { PassedContext, type Trace, TraceFlags } from '@span53/tracing';
import type { ClientQuery } from './client-query.ts';
import type { TraceConditions } from './trace-conditions.ts';

/** What decides: our own `tracing.*` keys, and PowerDNS' conditions where they are in use. */
export interface TraceStarter {
  readonly tracing: QueryTracing;
  readonly conditions: TraceConditions | undefined;
}

/** Looks at the TRACEPARENT option and opens the root span. Sets `trace`, `traceId` and `probe` of the query. */
export function startTrace(query: ClientQuery, { tracing, conditions }: TraceStarter): void {
  const { view, inbound } = query;
  const option = readOption(query, tracing);
  const isContext = option?.kind === 'continue' || option?.kind === 'fresh';
  const client = inbound.peer.address.unmapped();
  const decision =
    conditions === undefined ? 'none' : view.hasQuestion ? conditions.decide(client, view, isContext) : 'none';
  if (decision === 'spans') query.trace = startByCondition(query, option, tracing);
  else {
    const duplicate = option !== undefined && hasDuplicate(query, tracing.optionCode);
    const admitted = tracing.admission.decide({ peer: client, nowMs: inbound.nowMs, option, duplicate });
    query.trace = tracing.tracer.open('dns.server.query', inbound.nowMs, admitted);
    if (query.trace === undefined && admitted?.verdict === 'continue') {
      query.passed = new PassedContext(admitted.parent!);
    }
    query.probe = admitted?.verdict === 'probe' && query.trace !== undefined;
    if (admitted?.verdict === 'malformed') query.span?.event('dns.traceparent.malformed');
    if (admitted?.verdict === 'denied') query.span?.event('dns.traceparent.denied');
  }
  if (query.trace !== undefined) {
    query.traceId = query.trace.traceId.slice();
    describe(query, tracing);
  } else if (decision === 'id-only' && option?.kind === 'continue') query.traceId = option.traceId;
}

/** A condition is an access list of its own: the option's trace is continued whatever its flags (PowerDNS: 00). */
function startByCondition(
  { inbound }: ClientQuery,
  option: Traceparent | undefined,
  { tracer }: QueryTracing,
): Trace | undefined {
  const { nowMs } = inbound;
  if (option?.kind !== 'continue') return tracer.start('dns.server.query', { nowMs, source: 'local' });
  const { traceId, spanId, flags } = option;
  const parent = { traceId, spanId, flags: (flags & TraceFlags.random) | TraceFlags.sampled };
  return tracer.start('dns.server.query', { nowMs, parent, source: 'edns' });
}

function readOption({ view }: ClientQuery, { optionCode, rules }: QueryTracing): Traceparent | undefined {
  const data = view.opt?.option(optionCode);
  return data === undefined ? undefined : decodeTraceparent(data, rules);
}

function hasDuplicate({ view }: ClientQuery, code: number): boolean {
  const opt = view.opt!;
  const first = opt.find(code);
  return opt.find(code, first + opt.optionLength(first)) >= 0;
}

function describe(query: ClientQuery, tracing: QueryTracing): void {
  const { view, inbound } = query;
  const span = query.trace!.root;
  if (view.hasQuestion) {
    span.set('dns.question.name', view.qname.toString());
    span.set('dns.question.type', rtypeName(view.qtype));
    if (view.qclass !== RClass.IN) span.set('dns.question.class', rclassName(view.qclass));
  }
  const { address, port } = inbound.peer;
  span.set('dns.id', view.id);
  span.set('dns.request.size', inbound.message.length);
  span.set('dns.protocol', 'do53');
  span.set('network.protocol.name', 'dns');
  span.set('network.transport', query.stream ? 'tcp' : 'udp');
  span.set('network.type', address.family === 4 ? 'ipv4' : 'ipv6');
  span.set('client.address', tracing.maskedClient(address));
  span.set('client.port', port);
}
