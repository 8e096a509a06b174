/** The root span of a query: when there is one, and what it says (attributes of the tracing dictionary). */
import { decodeTraceparent, type Traceparent } from '@span53/dns/edns';
import {
  flagNames,
  type MessageView,
  Opcode,
  opcodeName,
  RClass,
  rclassName,
  RCode,
  rcodeName,
  rtypeName,
  Section,
} from '@span53/dns/wire';
import type { QueryTracing } from '@span53/runtime';
import type { Admitted, Span, Trace } from '@span53/tracing';
import type { Inbound } from '@span53/transport';
import type { Answer } from './answer/answer.ts';

/** A trace and the request that started it. */
export interface QueryTrace {
  readonly trace: Trace;
  /** The asker wants to be told the trace's ID. */
  readonly probe: boolean;
}

/** Opens the root span, or not: nothing is allocated for a query that is not recorded and did not ask to be. */
export function openTrace(tracing: QueryTracing, query: MessageView, inbound: Inbound): QueryTrace | undefined {
  const opt = query.problem === undefined ? query.opt : undefined;
  const at = opt === undefined ? -1 : opt.find(tracing.optionCode);
  if (at < 0 && !recordsUnasked(tracing)) return undefined;
  let admitted: Admitted | undefined;
  let option: Traceparent | undefined;
  if (opt !== undefined && at >= 0) {
    const length = opt.optionLength(at);
    option = decodeTraceparent(inbound.message.subarray(at, at + length), tracing.rules);
    const duplicate = opt.find(tracing.optionCode, at + length) >= 0;
    admitted = tracing.admission.decide({ peer: inbound.peer.address, nowMs: inbound.nowMs, option, duplicate });
  }
  const trace = tracing.tracer.open('dns.server.query', inbound.nowMs, admitted);
  if (trace === undefined) return undefined;
  describeQuery(trace.root, query, inbound, tracing);
  if (admitted?.verdict === 'malformed' || option?.kind === 'fresh') trace.root.event('dns.traceparent.malformed');
  if (admitted?.verdict === 'denied') trace.root.event('dns.traceparent.denied');
  return { trace, probe: admitted?.verdict === 'probe' };
}

/** Whether queries that did not ask for it may be recorded: head sampler or tail rules. */
function recordsUnasked({ tracer: { settings } }: QueryTracing): boolean {
  return settings.tail !== undefined || settings.head.ratio > 0;
}

function describeQuery(span: Span, query: MessageView, inbound: Inbound, tracing: QueryTracing): void {
  if (query.hasQuestion) {
    span.set('dns.question.name', query.qname.toString());
    span.set('dns.question.type', rtypeName(query.qtype));
    if (query.qclass !== RClass.IN) span.set('dns.question.class', rclassName(query.qclass));
  }
  if (query.opcode !== Opcode.QUERY) span.set('dns.operation', opcodeName(query.opcode));
  span.set('dns.id', query.id);
  span.set('dns.request.size', query.octets.length);
  const { peer, protocol } = inbound;
  const { opt } = query;
  const address = tracing.maskedClient(peer.address);
  span.set('dns.protocol', protocol === 'udp' || protocol === 'tcp' ? 'do53' : protocol);
  span.set('network.transport', protocol === 'udp' ? 'udp' : 'tcp');
  span.set('network.type', peer.address.family === 4 ? 'ipv4' : 'ipv6');
  span.set('network.protocol.name', 'dns');
  span.set('network.peer.address', address);
  span.set('network.peer.port', peer.port);
  span.set('client.address', address);
  span.set('client.port', peer.port);
  if (opt === undefined) return;
  span.set('dns.edns.udp_size', opt.udpSize);
  span.set('dns.edns.version', opt.version);
  const codes = [...opt.options()].map(({ code }) => code);
  if (codes.length > 0) span.set('dns.edns.options', codes);
}

/** What the answer was; `answer` is undefined when it came from the packet cache or is a bare RCODE. */
export function describeResponse(span: Span, response: MessageView, answer: Answer | undefined): void {
  const rcode = response.rcode;
  span.set('dns.response_code', rcodeName(rcode));
  span.set('dns.header_flags', headerFlags(response));
  span.set('dns.answer.count', response.count(Section.ANSWER));
  span.set('dns.response.size', response.octets.length);
  if (response.truncated) {
    span.set('dns.truncated', true);
    span.event('dns.truncated');
  }
  if (answer?.result !== undefined) span.set('dns.auth.result', answer.result);
  if (answer?.ede !== undefined) {
    span.set('dns.ede.code', answer.ede.code);
    if (answer.ede.text !== '') span.set('dns.ede.text', answer.ede.text);
  }
  if (rcode === RCode.SERVFAIL) span.fail('servfail');
}

/** The flags of the dictionary: without QR, with DO. */
function headerFlags(response: MessageView): string[] {
  const names = flagNames(response.flags).filter((name) => name !== 'QR');
  return response.opt?.dnssecOk === true ? [...names, 'DO'] : names;
}

/** The option of the response to a probe: trace ID and our SERVER span, sampled and random (draft R4, D7). */
export function probeOption(span: Span, code: number): { readonly code: number; readonly data: Uint8Array } {
  const data = new Uint8Array(27);
  span.writeTraceparent(data, 0);
  return { code, data };
}
